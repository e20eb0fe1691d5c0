using System.Globalization;

namespace Sen.Lexis;

/// <summary>A field of all passages of an index, such as a title.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Weight">How many times as much a word counts here, 0.25 to 20, kept in quarters.</param>
public sealed record IndexField(string Name, double Weight);

/// <summary>
/// The fields of an index and the two constants of BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework",
/// section 3; fields as in their simple BM25F: weighted frequencies in one weighted length).
/// </summary>
/// <param name="Fields">The fields, in the order of <see cref="Passage.Fields"/>.</param>
public sealed record IndexSchema(IReadOnlyList<IndexField> Fields)
{
    /// <summary>How soon more of the same word stops to count.</summary>
    public double K1 { get; init; } = 1.2;

    /// <summary>How much long passages are held back, 0 to 1.</summary>
    public double B { get; init; } = 0.75;

    /// <summary>Weights in quarters, the unit of stored frequencies.</summary>
    internal int[] Quarters() => [.. Fields.Select(f => f.Weight is >= 0.25 and <= 20
        ? (int)Math.Round(f.Weight * 4)
        : throw new ArgumentOutOfRangeException(nameof(Fields), f.Weight, $"the weight of field {f.Name} is not between 0.25 and 20"))];

    /// <summary>What an index on disk must have been made with.</summary>
    internal string Fingerprint => string.Join(',', Fields.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}:{Math.Round(f.Weight * 4)}")));
}
