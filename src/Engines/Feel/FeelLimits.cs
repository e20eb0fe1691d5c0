namespace Sen.Feel;

/// <summary>
/// What one evaluation may spend, so that a hostile expression ends with <see cref="FeelLimitException"/>
/// and never with a slow or dead program.
/// </summary>
/// <param name="Steps">Loop turns, filter items and calls, counted together, more where the body is long or the values large: at the default some seconds at most.</param>
/// <param name="Depth">Calls of user-defined functions inside each other.</param>
/// <param name="Size">Items of one list, or characters of one string; a whole result may have ten times as many.</param>
public sealed record FeelLimits(int Steps = 1_000_000, int Depth = 200, int Size = 1_000_000)
{
    /// <summary>One million steps, 200 calls deep, one million items.</summary>
    public static FeelLimits Default { get; } = new();

    /// <summary>Characters of an expression that the parser accepts.</summary>
    public const int MaxTextLength = 256 * 1024;

    /// <summary>Levels of nesting (brackets, operators) that the parser accepts, and of lists and contexts inside each other in a value.</summary>
    public const int MaxNesting = 400;
}

/// <summary>An evaluation spent more than its <see cref="FeelLimits"/>. The message names the limit.</summary>
public sealed class FeelLimitException(string limit, string message) : Exception(message)
{
    /// <summary>Which limit: <c>steps</c>, <c>depth</c>, <c>size</c> or <c>pattern</c> (a regular expression that ran too long).</summary>
    public string Limit { get; } = limit;
}
