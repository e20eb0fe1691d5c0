using Sen.Lexis.Index;

namespace Sen.Lexis.Search;

/// <summary>Runs one request on one snapshot.</summary>
internal sealed class Searcher
{
    /// <summary>Candidates that nearness may put in another order.</summary>
    private const int Candidates = 30;

    private readonly Snapshot _snapshot;
    private readonly IndexSchema _schema;
    private readonly SearchRequest _request;
    private readonly Query _query;
    private readonly Plan _plan;
    private readonly float[] _norm;

    public Searcher(Snapshot snapshot, IndexSchema schema, SearchRequest request)
    {
        if (request.Limit is < 1 or > 1000 || request.Skip is < 0 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(request), "Limit is 1 to 1,000, Skip 0 to 1,000");
        (_snapshot, _schema, _request) = (snapshot, schema, request);
        _query = new Query(request.Text, request.Typing, request.Plain);
        _plan = new Plan(snapshot, _query, request.Correct, request.Plain);
        _norm = Norm.Table(schema, snapshot.AverageLength);
    }

    public SearchResult Run()
    {
        var wanted = _request.Skip + _request.Limit + 1;
        var best = new Best(Math.Max(wanted, Candidates));
        for (var s = 0; s < _snapshot.Views.Count; s++)
        {
            var view = _snapshot.Views[s];
            var phrases = _query.Phrases.Count > 0 ? new Phrases(view.Segment, _query.Phrases) : null;
            new Scan(view.Segment, s, _plan.Clauses, _schema, _norm)
                .Run(view.Segment, s, Allowed.In(view, s, _request, _query, _plan), best, phrases is null ? null : phrases.Hold);
        }
        var ranked = Near(best.Ranked());
        var hits = ranked.Skip(_request.Skip).Take(_request.Limit).Select(Read).ToArray();
        return new SearchResult(hits, _plan.Corrections, ranked.Count >= wanted, new Marker(_query, _plan));
    }

    private List<(int Segment, int Doc, float Score)> Near(IReadOnlyList<(int Segment, int Doc, float Score)> ranked)
    {
        var idf = _plan.Clauses.Where(c => !c.IsPair).GroupBy(c => Fold.Text(c.Text)).ToDictionary(g => g.Key, g => (float)g.Max(c => c.Idf));
        var by = ranked.Select(r => r.Segment).Distinct()
            .ToDictionary(s => s, s => new Nearness(_snapshot.Views[s].Segment, _query, w => idf.GetValueOrDefault(w)));
        return [.. ranked
            .Select((r, i) => i < Candidates ? r with { Score = r.Score + by[r.Segment].Of(r.Doc) } : r)
            .OrderByDescending(r => r.Score).ThenBy(r => r.Segment).ThenBy(r => r.Doc)];
    }

    private Hit Read((int Segment, int Doc, float Score) found)
    {
        var (key, payload, fields) = _snapshot.Views[found.Segment].Segment.Doc(found.Doc).Read();
        var hit = new Hit(key, found.Score, fields, payload);
        return _request.Explain ? Explain(hit, found.Segment, found.Doc) : hit;
    }

    private Hit Explain(Hit hit, int s, int doc)
    {
        var segment = _snapshot.Views[s].Segment;
        var why = new List<(string, double)>();
        double has = 0, all = 0;
        foreach (var clause in _plan.Clauses)
        {
            // A word that stands nowhere is the rarest of all: what was asked for is not here.
            all += clause.Weight * clause.Idf;
            if (clause.Open(segment, s) is not { } list || !list.Advance(doc))
                continue;
            float tf = list.Tfs[list.At];
            why.Add((clause.Text, Scan.Weight(clause, _schema) * tf / (tf + _norm[segment.Norms[doc]])));
            has += clause.Weight * clause.Idf;
        }
        return hit with { Why = [.. why.OrderByDescending(w => w.Item2)], Coverage = all == 0 ? 0 : has / all };
    }
}
