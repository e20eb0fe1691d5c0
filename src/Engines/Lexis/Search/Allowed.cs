using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>
/// The passages of a segment that a request may find, settled before anything is ranked: readers, tags, validity, words of
/// phrases; without what was deleted.
/// </summary>
internal static class Allowed
{
    /// <summary>Their bits; null when all may be found.</summary>
    public static ulong[]? In(SegmentView view, int s, SearchRequest request, Query query, Plan plan)
    {
        var segment = view.Segment;
        ulong[]? bits = null;
        void And(ulong[] more)
        {
            if (bits is null)
                bits = more;
            else
                Bits.And(bits, more);
        }
        if (!request.AsSystem)
            And(Any(segment, request.Readers.Append(Passage.Everyone).Select(Tag.Reader)));
        foreach (var group in request.Tags)
            And(Any(segment, group.Select(Tag.Mark)));
        if (request.On is { } day && (!segment.From.IsEmpty || !segment.To.IsEmpty))
            And(Valid(segment, day.DayNumber));
        foreach (var phrase in query.Phrases.Where(p => !p.Excluded))
            And(PhraseWords(segment, phrase));
        if (request.AllWords)
            foreach (var word in plan.Words.Values)
                And(Of(segment, word.SelectMany(places => places[s])));
        if (view.Deleted is not null)
            Bits.AndNot(bits ??= All(segment.Count), view.Deleted);
        return bits;
    }

    private static ulong[] Any(Segment segment, IEnumerable<string> tags)
    {
        var bits = Bits.Make(segment.Count);
        foreach (var tag in tags.Distinct())
            segment.AddTagged(tag, bits);
        return bits;
    }

    private static ulong[] Valid(Segment segment, int day)
    {
        var bits = Bits.Make(segment.Count);
        var from = segment.From;
        var to = segment.To;
        for (var doc = 0; doc < segment.Count; doc++)
            if ((from.IsEmpty || from[doc] <= day) && (to.IsEmpty || to[doc] > day))
                Bits.Set(bits, doc);
        return bits;
    }

    /// <summary>Passages with every pair of the phrase, or every word where order is free; the order itself is checked on what ranks high.</summary>
    private static ulong[] PhraseWords(Segment segment, QueryPhrase phrase)
    {
        var words = phrase.Words.Select(w => segment.Folded.Find(System.Text.Encoding.UTF8.GetBytes(w.Folded))).ToArray();
        var bits = All(segment.Count);
        if (phrase.Within is null && words.Length > 1)
            for (var i = 1; i < words.Length; i++)
                Bits.And(bits, Of(segment, segment.FindPair(words[i - 1], words[i]) is { } place ? [place] : []));
        else
            foreach (var word in words)
                Bits.And(bits, Of(segment, word < 0 ? [] : [segment.Folded.Place(word)]));
        return bits;
    }

    private static ulong[] Of(Segment segment, IEnumerable<uint> places)
    {
        var bits = Bits.Make(segment.Count);
        foreach (var place in places)
        {
            var postings = segment.Open(place);
            do
            {
                for (var i = 0; i < postings.Filled; i++)
                    Bits.Set(bits, postings.Docs[i]);
            } while (postings.NextBlock());
        }
        return bits;
    }

    private static ulong[] All(int count)
    {
        var bits = Bits.Make(count);
        bits.AsSpan().Fill(ulong.MaxValue);
        return bits;
    }
}
