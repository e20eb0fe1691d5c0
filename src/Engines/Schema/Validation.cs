using System.Text.Json;

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
internal sealed class Validation(SchemaOptions options)
{
    private readonly List<SchemaError> errors = [];

    public IReadOnlyList<SchemaError> Errors => errors;

    public int Mark => errors.Count;

    public int Depth { get; set; }

    public int MaxDepth => options.MaxDepth;

    public bool Fail(Frame frame, string code, params IReadOnlyList<object?> args)
    {
        if (errors.Count < options.MaxErrors)
            errors.Add(new SchemaError(frame.Instance.ToString(), frame.Keywords.To(code).ToString(), code, args));
        return false;
    }

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
internal readonly record struct Frame(Validation Validation, Path Instance, Path Keywords, DynamicScope? Scope, Evaluated? Evaluated)
{
    public Frame Inside(string segment, string keyword) => this with { Instance = Instance.To(segment), Keywords = Keywords.To(keyword), Evaluated = null };

    public Frame Beside(string keyword) => this with { Keywords = Keywords.To(keyword) };
}

/// <summary>One compiled keyword.</summary>
internal delegate bool Check(JsonElement instance, Frame frame);

/// <summary>A compiled schema. Its checks are filled after it is known by its place, so that schemas may refer to each other in circles.</summary>
internal sealed class SchemaNode(Resource resource, string pointer, bool? constant)
{
    public Check[] Checks { get; set; } = [];

    /// <summary>Whether an unevaluated keyword stands here, so that the keywords beside it must tell what they evaluate.</summary>
    public bool Listens { get; set; }

    public SchemaField? Annotation { get; set; }

    public List<(string? Segment, SchemaNode Node)> Children { get; } = [];

    public Resource Resource { get; } = resource;

    public string Location => $"{Resource.Uri}#{pointer}";

    public bool Check(JsonElement instance, Frame frame)
    {
        if (constant is { } answer)
            return answer || frame.Validation.Fail(frame, "false");
        if (++frame.Validation.Depth > frame.Validation.MaxDepth)
        {
            frame.Validation.Depth--;
            return frame.Validation.Fail(frame, "depth", frame.Validation.MaxDepth);
        }
        if (!ReferenceEquals(frame.Scope?.Resource, Resource))
            frame = frame with { Scope = new DynamicScope(Resource, frame.Scope) };
        // What cousins evaluated does not count: a node gathers for itself and hands up only where it holds.
        var outer = frame.Evaluated;
        if (outer is not null || Listens)
            frame = frame with { Evaluated = new Evaluated() };
        var valid = true;
        foreach (var check in Checks)
            valid &= check(instance, frame);
        if (valid)
            outer?.Add(frame.Evaluated!);
        frame.Validation.Depth--;
        return valid;
    }
}
