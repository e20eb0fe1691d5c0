using Sen.Signatures.Pdf;

namespace Sen.Signatures.Validation;

/// <summary>Who refers to whom among the objects a reader can reach from the trailer.</summary>
internal sealed class PdfGraph
{
    /// <summary>Stands for the trailer.</summary>
    public const int Trailer = -1;
    private readonly Dictionary<int, HashSet<int>> _referrers = [];

    public PdfGraph(PdfFile file)
    {
        var waiting = new Stack<int>();
        void Note(int from, PdfObject value)
        {
            switch (value)
            {
                case PdfReference { Number: var to }:
                    if (!_referrers.TryGetValue(to, out var known))
                    {
                        _referrers[to] = known = [];
                        waiting.Push(to);
                    }
                    known.Add(from);
                    break;
                case PdfArray array:
                    foreach (var item in array.Items)
                        Note(from, item);
                    break;
                case PdfDictionary dictionary:
                    foreach (var entry in dictionary.Entries.Values)
                        Note(from, entry);
                    break;
                case PdfStream stream:
                    Note(from, stream.Dictionary);
                    break;
            }
        }

        Note(Trailer, file.Trailer["Root"]);
        Note(Trailer, file.Trailer["Info"]);
        // Private keys of a trailer lead no reader anywhere, but what they name belongs to somebody else.
        HeldByTrailer = [.. file.Trailer.Entries.Values.OfType<PdfReference>().Select(r => r.Number)];
        while (waiting.TryPop(out var number))
            Note(number, Read(file, number));
    }

    /// <summary>An object that is broken before and after leads nowhere; one that an update broke is refused where it is compared.</summary>
    private static PdfObject Read(PdfFile file, int number)
    {
        try
        {
            return file.Get(number);
        }
        catch (RefusedException)
        {
            return PdfObject.Null;
        }
    }

    public HashSet<int> HeldByTrailer { get; }

    /// <summary>True also for numbers that are referred to and do not exist.</summary>
    public bool IsReferred(int number) => _referrers.ContainsKey(number);

    public IReadOnlyCollection<int> Referrers(int number) => _referrers.TryGetValue(number, out var known) ? known : [];
}
