namespace Sen.Host.Checks;

internal enum Grade
{
    Fine,
    /// <summary>Serves without it, but somebody should know.</summary>
    Advice,
    /// <summary>Does not serve rightly.</summary>
    Wrong,
}

/// <summary>What was looked at, how it stands in plain words, and the next step.</summary>
internal sealed record Diagnosis(string What, Grade Grade, string Says, string? Next = null)
{
    public static Diagnosis Fine(string what, string says) => new(what, Grade.Fine, says);

    public static Diagnosis Advice(string what, string says, string next) => new(what, Grade.Advice, says, next);

    public static Diagnosis Wrong(string what, string says, string next) => new(what, Grade.Wrong, says, next);
}
