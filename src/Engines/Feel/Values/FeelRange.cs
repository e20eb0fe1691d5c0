namespace Sen.Feel;

/// <summary>An interval of comparable values. A null end is open to infinity.</summary>
public sealed record FeelRange(object? Start, bool StartIncluded, object? End, bool EndIncluded)
{
    /// <summary>The operator of a range written as a test, such as <c>(&lt; 10)</c>; such a range equals only one written alike.</summary>
    public string? Operator { get; init; }

    /// <summary>True, false, or null where the value cannot be compared with the ends.</summary>
    public bool? Contains(object? value)
    {
        // A null end is known only of a range written as a test, such as (< 10).
        if (value is null || (Start is null && End is null) || ((Start is null || End is null) && Operator is null))
            return null;
        var low = Start is null ? 1 : FeelValues.Compare(value, Start);
        var high = End is null ? -1 : FeelValues.Compare(value, End);
        if (low is null || high is null)
            return null;
        var inside = (low > 0 || (low == 0 && StartIncluded)) && (high < 0 || (high == 0 && EndIncluded));
        return Operator == "!=" ? !inside : inside;
    }

    /// <summary>FEEL text such as <c>[1..10)</c>.</summary>
    public override string ToString() => Operator is not null ? $"({Operator} {FeelValues.Text(Start ?? End, true)})" :
        $"{(StartIncluded ? '[' : '(')}{FeelValues.Text(Start, true)}..{FeelValues.Text(End, true)}{(EndIncluded ? ']' : ')')}";
}

/// <summary>A function as a value: built in, defined in an expression, or a knowledge model of a DMN file.</summary>
public sealed class FeelFunction
{
    internal FeelFunction(string name, IReadOnlyList<string> parameters, Func<Run, object?[], object?> body)
        => (Name, Parameters, Body) = (name, parameters, body);

    /// <summary>Its name, or empty for a function without one.</summary>
    public string Name { get; }

    /// <summary>Names of the parameters in order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    internal Func<Run, object?[], object?> Body { get; }

    /// <summary>Types of the parameters where they are declared; null stands for Any.</summary>
    internal IReadOnlyList<FeelType>? ParameterTypes { get; init; }

    internal FeelType Result { get; init; } = FeelType.Any;

    /// <summary>Steps that a call counts.</summary>
    internal int Cost { get; init; } = 1;

    /// <summary>The overloads of a built-in; null for other functions.</summary>
    internal BuiltIn? BuiltIn { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"function({string.Join(", ", Parameters)})";
}
