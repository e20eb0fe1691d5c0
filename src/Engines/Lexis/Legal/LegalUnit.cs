namespace Sen.Lexis.Legal;

/// <summary>Levels of a legal document (Law on Promulgation of Legal Documents 64/2025/QH15 and Decree 78/2025/NĐ-CP on their form), highest first.</summary>
public enum LegalLevel
{
    /// <summary>Phần.</summary>
    Part,
    /// <summary>Chương.</summary>
    Chapter,
    /// <summary>Mục.</summary>
    Section,
    /// <summary>Tiểu mục.</summary>
    Subsection,
    /// <summary>Điều.</summary>
    Article,
    /// <summary>Khoản.</summary>
    Clause,
    /// <summary>Điểm.</summary>
    Point,
}

/// <summary>A numbered part of a legal document.</summary>
/// <param name="Level">What it is.</param>
/// <param name="Number">As written, without its word: <c>II</c>, <c>12a</c>, <c>đ</c>.</param>
/// <param name="Title">Heading, empty where it has none.</param>
/// <param name="Text">Its own words before its first part, verbatim.</param>
/// <param name="Start">Where it begins in the text that was read, in UTF-16 units.</param>
/// <param name="Length">To the end of its last part.</param>
/// <param name="Parts">What it is divided into.</param>
public sealed record LegalUnit(LegalLevel Level, string Number, string Title, string Text, int Start, int Length, IReadOnlyList<LegalUnit> Parts)
{
    /// <summary>Itself and everything below, in order.</summary>
    public IEnumerable<LegalUnit> All() => Parts.SelectMany(p => p.All()).Prepend(this);
}

/// <summary>A legal document taken apart.</summary>
/// <param name="Preamble">What stands before its first numbered part.</param>
/// <param name="Parts">Its highest parts.</param>
public sealed record LegalText(string Preamble, IReadOnlyList<LegalUnit> Parts)
{
    /// <summary>All articles, in order.</summary>
    public IEnumerable<LegalUnit> Articles => Parts.SelectMany(p => p.All()).Where(u => u.Level == LegalLevel.Article);
}
