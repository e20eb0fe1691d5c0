namespace Sen.Lexis.Legal;

/// <summary>A legal document that references can name.</summary>
/// <param name="Number">Number and sign, <c>60/2014/QH13</c>.</param>
/// <param name="Kind">Its kind as written: Luật, Nghị định, ...</param>
/// <param name="Name">Name without the kind: Hộ tịch.</param>
/// <param name="From">Day from which it is in force, null if not known.</param>
/// <param name="To">First day on which it no longer is, or null.</param>
public sealed record LegalDocument(string Number, string Kind, string Name, DateOnly? From, DateOnly? To);

/// <summary>One place that is referred to; what is null was not said.</summary>
/// <param name="Document">Number of the document, or null when it names one that is not known.</param>
public sealed record LegalTarget(string? Document, string? Article, string? Clause, string? Point);

/// <summary>A reference in a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Targets">The places it names, one or more.</param>
public sealed record LegalReference(int Start, int Length, IReadOnlyList<LegalTarget> Targets)
{
    /// <summary>True when every place is in a known document.</summary>
    public bool IsResolved => Targets.All(t => t.Document is not null);
}

/// <summary>Finds documents by number, and laws by name.</summary>
public sealed class LegalCatalogue
{
    private readonly Dictionary<string, LegalDocument> _byNumber = new(StringComparer.Ordinal);
    private readonly ILookup<string, LegalDocument> _byName;
    private readonly int _longest;

    /// <summary>Takes the documents; of two with one number the later counts.</summary>
    public LegalCatalogue(IEnumerable<LegalDocument> documents)
    {
        foreach (var document in documents)
            _byNumber[LegalNumber.Of(document.Number)] = document;
        _byName = _byNumber.Values.Where(d => d.Name.Length > 0 && IsLaw(d.Kind)).ToLookup(d => NameKey(d.Kind, d.Name));
        _longest = _byName.Select(n => n.Key.Count(c => c == ' ') + 1).DefaultIfEmpty(0).Max();
    }

    /// <summary>The document of a number in any spelling, or null.</summary>
    public LegalDocument? Find(string number) => _byNumber.GetValueOrDefault(LegalNumber.Of(number));

    /// <summary>
    /// The law whose name stands at the start of a text, "Luật Hộ tịch được ...": the longest name that fits, and of laws of one
    /// name the one in force on the day, else the newest. Also how long the name is.
    /// </summary>
    public (LegalDocument? Document, int Length) ByName(string text, DateOnly? on)
    {
        var key = "";
        (LegalDocument?, int) best = (null, 0);
        var count = 0;
        foreach (var (start, length) in TextWords.In(text))
        {
            if (count++ >= _longest)
                break;
            key = key.Length == 0 ? Fold.Text(text.Substring(start, length)) : key + " " + Fold.Text(text.Substring(start, length));
            if (_byName[key].OrderByDescending(d => IsInForce(d, on)).ThenByDescending(d => d.From).FirstOrDefault() is { } document)
                best = (document, start + length);
        }
        return best;
    }

    internal static bool IsInForce(LegalDocument document, DateOnly? on) =>
        on is null || ((document.From is null || document.From <= on) && (document.To is null || document.To > on));

    private static bool IsLaw(string kind) => kind is "Luật" or "Bộ luật" or "Pháp lệnh" or "Hiến pháp";

    private static string NameKey(string kind, string name) => string.Join(' ', TextWords.Of($"{kind} {name}").Select(Fold.Text));
}

/// <summary>Numbers of documents as they are compared.</summary>
public static class LegalNumber
{
    /// <summary>Capitals, no spaces, one Đ (texts carry the Icelandic Ð, too).</summary>
    public static string Of(string number) =>
        string.Concat(number.Normalize().ToUpperInvariant().Where(c => !char.IsWhiteSpace(c))).Replace('Ð', 'Đ').Replace('–', '-');
}
