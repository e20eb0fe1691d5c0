namespace Sen.Lexis;

/// <summary>What is indexed and found: a procedure, a unit, an article of a law.</summary>
/// <param name="Key">What the caller knows it by; a second passage of the same key replaces the first.</param>
/// <param name="Fields">Texts, one a field of the <see cref="IndexSchema"/>; empty where it has none. Kept verbatim.</param>
public sealed record Passage(string Key, IReadOnlyList<string> Fields)
{
    /// <summary>A reader that everybody is.</summary>
    public const string Everyone = "*";

    /// <summary>
    /// Who may see it: groups, units or roles in the caller's words, or <see cref="Everyone"/>. A search names the sets its reader is
    /// in and finds nothing outside them; a passage with none is found by nobody but <see cref="SearchRequest.AsSystem"/>.
    /// </summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>Marks to filter by, such as <c>level:commune</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>First day on which it is valid; null means since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First day on which it is no longer valid; null means without end.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What the caller wants back beside the fields; not searched.</summary>
    public string? Payload { get; init; }
}
