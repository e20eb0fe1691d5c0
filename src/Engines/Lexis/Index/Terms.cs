using System.Text;
using Sen.Lexis.Store;

namespace Sen.Lexis.Index;

/// <summary>A dictionary of words in a segment: their UTF-8 in order, read in place by bisection. A word's number is its rank.</summary>
internal sealed class Terms(SectionFile file, Section terms, Section offsets, Section postings)
{
    public int Count { get; } = file.Of<uint>(postings).Length;

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word)
    {
        var at = Lower(word);
        return at < Count && Word(at).SequenceEqual(word) ? at : -1;
    }

    public ReadOnlySpan<byte> Word(int number)
    {
        var places = file.Of<uint>(offsets);
        return file[terms].Span[(int)places[number]..(int)places[number + 1]];
    }

    public string Text(int number) => Encoding.UTF8.GetString(Word(number));

    /// <summary>Where the word's postings begin in the file.</summary>
    public uint Place(int number) => file.Of<uint>(postings)[number];

    /// <summary>Numbers of the words that begin so: from, and behind the last.</summary>
    public (int From, int To) Prefix(ReadOnlySpan<byte> prefix)
    {
        var from = Lower(prefix);
        int low = from, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Word(middle).StartsWith(prefix))
                low = middle + 1;
            else
                high = middle;
        }
        return (from, low);
    }

    private int Lower(ReadOnlySpan<byte> word)
    {
        var places = file.Of<uint>(offsets);
        var bytes = file[terms].Span;
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (bytes[(int)places[middle]..(int)places[middle + 1]].SequenceCompareTo(word) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
