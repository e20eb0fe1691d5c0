using Sen.Sigma.Events;

namespace Sen.Sigma.Matching;

/// <summary>A rule's condition made ready to run: fields are slots, texts are folded bytes.</summary>
internal abstract class Node
{
    public abstract bool Holds(LogEvent e);
}

internal sealed class AllNode(Node[] parts) : Node
{
    public override bool Holds(LogEvent e)
    {
        foreach (var part in parts)
            if (!part.Holds(e))
                return false;
        return true;
    }
}

internal sealed class AnyNode(Node[] parts) : Node
{
    public override bool Holds(LogEvent e)
    {
        foreach (var part in parts)
            if (part.Holds(e))
                return true;
        return false;
    }
}

internal sealed class LeastNode(int least, Node[] parts) : Node
{
    public override bool Holds(LogEvent e)
    {
        var held = 0;
        foreach (var part in parts)
            if (part.Holds(e) && ++held >= least)
                return true;
        return false;
    }
}

internal sealed class NotNode(Node part) : Node
{
    public override bool Holds(LogEvent e) => !part.Holds(e);
}

/// <summary>The field is absent or only null.</summary>
internal sealed class NullNode(int slot) : Node
{
    public override bool Holds(LogEvent e)
    {
        for (var value = e.First(slot); value >= 0; value = e.Next(value))
            if (e.Kind(value) != ValueKind.Null)
                return false;
        return true;
    }
}

internal sealed class ExistsNode(int slot, bool expected) : Node
{
    public override bool Holds(LogEvent e) => e.First(slot) >= 0 == expected;
}

/// <summary>Any value of the field is any of the texts.</summary>
internal sealed class TextNode(int slot, TextSet texts, bool cased) : Node
{
    public override bool Holds(LogEvent e)
    {
        for (var value = e.First(slot); value >= 0; value = e.Next(value))
            if (e.HasText(value) && texts.Matches(cased ? e.Text(value) : e.Folded(value)))
                return true;
        return false;
    }
}

/// <summary>Any value of the event, whatever its field, is any of the texts.</summary>
internal sealed class KeywordNode(TextSet texts, bool cased) : Node
{
    public override bool Holds(LogEvent e)
    {
        for (var value = 0; value < e.Count; value++)
            if (e.HasText(value) && texts.Matches(cased ? e.Text(value) : e.Folded(value)))
                return true;
        return false;
    }
}
