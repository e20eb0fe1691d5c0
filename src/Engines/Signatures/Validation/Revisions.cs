using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>The states of a file after a signed one, each a prefix of its bytes (ISO 32000-2, 7.5.6).</summary>
internal sealed class Revisions(PdfFile file)
{
    /// <summary>Entries looked at in all comparisons together; a hostile chain of revisions would cost their square.</summary>
    private const long MaxWork = 30_000_000;
    private readonly Dictionary<int, PdfFile> _opened = new() { [file.Data.Length] = file };
    private readonly Dictionary<int, PdfGraph> _graphs = [];
    private readonly Dictionary<(int Before, int Level), IReadOnlyList<Finding>> _compared = [];
    private long _work;

    public PdfFile At(int end) => _opened.TryGetValue(end, out var known) ? known : _opened[end] = Spend(file.Prefix(end));

    /// <summary>What changed from one revision to the next; remembered, because every earlier signature asks.</summary>
    public IReadOnlyList<Finding> Compare(PdfFile before, PdfFile after, Permissions permissions)
    {
        var key = (before.Data.Length, permissions.Level);
        if (permissions.Locks.Count == 0 && _compared.TryGetValue(key, out var known))
            return known;
        var findings = new RevisionDiff(this, Spend(before), Spend(after), permissions).Findings;
        return permissions.Locks.Count == 0 ? _compared[key] = findings : findings;
    }

    private PdfFile Spend(PdfFile revision)
    {
        _work += revision.Entries.Count + 1000;
        return _work <= MaxWork ? revision : throw new RefusedException(Refusal.OverLimit, "too many revisions to compare");
    }

    public PdfGraph Graph(PdfFile revision) =>
        _graphs.TryGetValue(revision.Data.Length, out var known) ? known : _graphs[revision.Data.Length] = new PdfGraph(revision);

    /// <summary>Where each later revision ends, in order; null when the bytes after <paramref name="signedEnd"/> are no chain of updates.</summary>
    public IReadOnlyList<int>? After(int signedEnd)
    {
        var signed = At(signedEnd);
        if (file.Sections.All(s => s.Offset != signed.Sections[0].Offset))
            return null;
        var ends = new List<int>();
        foreach (var section in file.Sections.Where(s => s.Offset >= signedEnd).OrderBy(s => s.Offset))
        {
            if (EndOf(section.Offset) is not { } end)
                return null;
            ends.Add(end);
        }
        // White space after the last mark belongs to no one.
        if (file.Data.Span[(ends.Count == 0 ? signedEnd : ends[^1])..].IndexOfAnyExcept<byte>([0, 9, 10, 12, 13, 32]) >= 0)
            return null;
        return ends;
    }

    private int? EndOf(int section)
    {
        var data = file.Data.Span;
        var at = data[section..].IndexOf("startxref"u8);
        if (at < 0)
            return null;
        var parser = new PdfParser(data, section + at + "startxref"u8.Length);
        if (!parser.TryInteger(out var offset) || offset != section)
            return null;
        var mark = data[parser.Position..].IndexOf("%%EOF"u8);
        return mark is >= 0 and < 16 ? parser.Position + mark + "%%EOF"u8.Length : null;
    }
}
