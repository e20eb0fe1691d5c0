using System.Text.Json;
using Sen.Feel;

namespace Sen.Schema;

/// <summary>A JSON Pointer under construction; text is made only for errors.</summary>
internal sealed record Path(Path? Parent, string Segment)
{
    public static Path Root { get; } = new(null, "");

    public Path To(string segment) => new(this, segment);

    public override string ToString()
    {
        var segments = new Stack<string>();
        for (var path = this; path.Parent is not null; path = path.Parent)
            segments.Push(path.Segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return string.Concat(segments.Select(segment => "/" + segment));
    }
}

/// <summary>One validation: its errors and how deep it is.</summary>
internal sealed class Validation(SchemaOptions options, bool annotates = false)
{
    private readonly List<SchemaError> errors = [];
    private readonly List<SchemaAnnotation> annotations = [];

    public IReadOnlyList<SchemaError> Errors => errors;

    public IReadOnlyList<SchemaAnnotation> Annotations => annotations;

    public int Mark => errors.Count;

    public bool Annotates => annotates;

    public int Noted => annotations.Count;

    public int Depth { get; set; }

    public int MaxDepth => options.MaxDepth;

    public bool Fail(Frame frame, string code, params IReadOnlyList<object?> args)
    {
        if (errors.Count < options.MaxErrors)
        {
            // A schema that allows nothing has no keyword to name, and a keyword over several items is named by its own word.
            var keyword = code is "false" or "depth" ? "" : "/" + Documents.Escaped(code);
            errors.Add(new SchemaError(frame.Instance.ToString(), frame.Keywords + keyword, frame.Node?.Location + keyword, code, args));
        }
        return false;
    }

    /// <summary>Notes what a keyword says of a value that holds; taken back where the schema around it does not.</summary>
    public void Note(Frame frame, string keyword, object? value)
    {
        if (annotates && annotations.Count < options.MaxErrors)
            annotations.Add(new SchemaAnnotation(frame.Instance.ToString(), frame.Keywords.To(keyword).ToString(), $"{frame.Node?.Location}/{Documents.Escaped(keyword)}", keyword, value));
    }

    public void Unnote(int mark) => annotations.RemoveRange(mark, annotations.Count - mark);

    /// <summary>Errors inside a branch do not count where another branch holds.</summary>
    public void Forget(int mark) => errors.RemoveRange(mark, errors.Count - mark);
}

/// <summary>Which properties and items some schema has looked at, for the unevaluated keywords.</summary>
internal sealed class Evaluated
{
    public bool AllProperties { get; set; }

    public bool AllItems { get; set; }

    public HashSet<string> Properties { get; } = new(StringComparer.Ordinal);

    public HashSet<int> Items { get; } = [];

    public int FirstItems { get; set; }

    public void Add(Evaluated other)
    {
        AllProperties |= other.AllProperties;
        AllItems |= other.AllItems;
        Properties.UnionWith(other.Properties);
        Items.UnionWith(other.Items);
        FirstItems = Math.Max(FirstItems, other.FirstItems);
    }

    public bool Has(string property) => AllProperties || Properties.Contains(property);

    public bool Has(int item) => AllItems || item < FirstItems || Items.Contains(item);
}

/// <summary>The resources that were entered on the way, innermost first: what <c>$dynamicRef</c> searches.</summary>
internal sealed record DynamicScope(Resource Resource, DynamicScope? Outer);

/// <summary>Where a validation stands. <see cref="Evaluated"/> is null where no unevaluated keyword listens.</summary>
internal readonly record struct Frame(Validation Validation, Path Instance, Path Keywords, SchemaNode? Node, DynamicScope? Scope, Evaluated? Evaluated)
{
    public static Frame Root(Validation validation) => new(validation, Path.Root, Path.Root, null, null, null);

    public Frame Inside(string segment, string keyword) => this with { Instance = Instance.To(segment), Keywords = Keywords.To(keyword), Evaluated = null };

    public Frame Beside(string keyword) => this with { Keywords = Keywords.To(keyword) };
}

/// <summary>A rule of <c>x-feel</c>.</summary>
internal sealed record CompiledRule(string Message, string? At, FeelExpression Code);

/// <summary>One compiled keyword.</summary>
internal delegate bool Check(JsonElement instance, Frame frame);

/// <summary>A compiled schema. Its checks are filled after it is known by its place, so that schemas may refer to each other in circles.</summary>
internal sealed class SchemaNode(Resource resource, string pointer, bool? constant)
{
    public Check[] Checks { get; set; } = [];

    public bool? Constant => constant;

    /// <summary>The schema object's members.</summary>
    public Dictionary<string, JsonElement> Keywords { get; set; } = [];

    /// <summary>Schemas below this one, by their pointer from here; <c>$ref</c> leads to its target.</summary>
    public Dictionary<string, SchemaNode> Subs { get; } = new(StringComparer.Ordinal);

    public System.Text.RegularExpressions.Regex? Pattern { get; set; }

    public IReadOnlyList<CompiledRule> Rules { get; set; } = [];

    /// <summary>Keywords that only say something about the value, which goes into the annotations.</summary>
    public IReadOnlyList<(string Keyword, JsonElement Value)> Notes { get; set; } = [];

    /// <summary>Whether an unevaluated keyword stands here, so that the keywords beside it must tell what they evaluate.</summary>
    public bool Listens { get; set; }

    public SchemaField? Annotation { get; set; }

    public List<(string? Segment, SchemaNode Node)> Children { get; } = [];

    public Resource Resource { get; } = resource;

    /// <summary>Its address, the pointer written as a URI's fragment.</summary>
    public string Location => $"{Resource.Uri}#{string.Join('/', pointer.Split('/').Select(Uri.EscapeDataString)).Replace("%24", "$", StringComparison.Ordinal)}";

    public bool Check(JsonElement instance, Frame frame)
    {
        if (constant is { } answer)
            return answer || frame.Validation.Fail(frame with { Node = this }, "false");
        if (++frame.Validation.Depth > frame.Validation.MaxDepth)
        {
            frame.Validation.Depth--;
            return frame.Validation.Fail(frame with { Node = this }, "depth", frame.Validation.MaxDepth);
        }
        frame = frame with { Node = this, Scope = ReferenceEquals(frame.Scope?.Resource, Resource) ? frame.Scope : new DynamicScope(Resource, frame.Scope) };
        var noted = frame.Validation.Noted;
        // What cousins evaluated does not count: a node gathers for itself and hands up only where it holds.
        var outer = frame.Evaluated;
        if (outer is not null || Listens)
            frame = frame with { Evaluated = new Evaluated() };
        var valid = true;
        foreach (var check in Checks)
            valid &= check(instance, frame);
        if (valid)
            outer?.Add(frame.Evaluated!);
        if (!valid)
            frame.Validation.Unnote(noted);
        else if (frame.Validation.Annotates)
            foreach (var (keyword, value) in Notes.Where(note => instance.ValueKind == JsonValueKind.String || !note.Keyword.StartsWith("content", StringComparison.Ordinal)))
                frame.Validation.Note(frame, keyword, value);
        frame.Validation.Depth--;
        return valid;
    }
}
