using Sen.Lexis.Index;
using Sen.Lexis.Search;

namespace Sen.Lexis;

/// <summary>
/// A full-text index on a store: many readers at any time, one writer at a time, none waiting for the other. A search sees what
/// was applied before it began, whole.
/// </summary>
public sealed class LexisIndex : IDisposable
{
    private readonly ISegmentStore _store;
    private readonly Lock _write = new();
    private readonly Lock _merge = new();
    private Snapshot _current;
    private string? _merging;
    private long _next;

    private LexisIndex(ISegmentStore store, IndexSchema schema, Snapshot current, long next) =>
        (_store, Schema, _current, _next) = (store, schema, current, next);

    /// <summary>Fields and weights.</summary>
    public IndexSchema Schema { get; }

    /// <summary>Passages that can be found.</summary>
    public int Count => Volatile.Read(ref _current).Views.Sum(v => v.Live);

    /// <summary>Segments that a search visits.</summary>
    public int Segments => Volatile.Read(ref _current).Views.Count;

    /// <summary>Opens what the store holds, or begins. What an interrupted write left behind is removed.</summary>
    /// <exception cref="LexisCorruptException">A file is damaged, or the index was made with other fields: clear the store and index again.</exception>
    public static LexisIndex Open(ISegmentStore store, IndexSchema schema)
    {
        _ = schema.Quarters();
        var manifest = Manifest.Read(store) ?? new Manifest(schema.Fingerprint, 1, []);
        if (manifest.Schema != schema.Fingerprint)
            throw new LexisCorruptException(Manifest.File, $"the index was made with the fields {manifest.Schema}");
        var views = new List<SegmentView>();
        foreach (var (name, deleted) in manifest.Segments)
        {
            var segment = new Segment(store, name, schema.Fields.Count);
            var bits = deleted is null ? null : Deletions.Read(store, deleted, segment.Count);
            views.Add(new SegmentView(segment, bits, Bits.Count(bits), deleted));
        }
        var index = new LexisIndex(store, schema, new Snapshot(views), manifest.Next);
        index.Sweep();
        return index;
    }

    /// <summary>Removes every file of a store, to index anew.</summary>
    public static void Clear(ISegmentStore store)
    {
        foreach (var name in store.Names)
            store.Delete(name);
    }

    /// <summary>Adds passages, replaces those whose key is known, and deletes keys: visible together, durable when it returns.</summary>
    /// <param name="put">New state; of two with one key the later stays.</param>
    /// <param name="delete">Keys to forget; deleted before <paramref name="put"/> is applied.</param>
    public void Apply(IEnumerable<Passage> put, IEnumerable<string>? delete = null)
    {
        lock (_write)
        {
            var change = new Change(_store, Schema, _current.Views, () => $"s{_next++}");
            foreach (var key in delete ?? [])
                change.Delete(key);
            foreach (var passage in put)
                change.Put(passage);
            Commit(change.Finish());
        }
    }

    /// <summary>Finds passages, best first. Never waits for a writer.</summary>
    public SearchResult Search(SearchRequest request)
    {
        var snapshot = Enter();
        try
        {
            return new Searcher(snapshot, Schema, request).Run();
        }
        finally
        {
            snapshot.Leave();
        }
    }

    /// <summary>The passage of a key as it was put, without readers, tags and dates; null when there is none.</summary>
    public Passage? Find(string key)
    {
        var snapshot = Enter();
        try
        {
            foreach (var view in snapshot.Views)
                if (view.Segment.Find(key, view.Deleted) is >= 0 and var doc)
                {
                    var (_, payload, fields) = view.Segment.Doc(doc).Read();
                    return new Passage(key, fields) { Payload = payload };
                }
            return null;
        }
        finally
        {
            snapshot.Leave();
        }
    }

    /// <summary>
    /// Merges some segments into one if that is due: for a background task, until it returns false. Searches and
    /// <see cref="Apply"/> go on meanwhile; what is deleted while it runs is deleted from its result.
    /// </summary>
    public bool Merge(CancellationToken ct = default) => Merge(MergePolicy.Next, ct);

    /// <summary>Merges everything that fits into one segment (2 GiB): after a bulk load.</summary>
    public bool MergeAll(CancellationToken ct = default) =>
        Merge(views => views.Count > 1 || views.Any(v => v.DeletedCount > 0) ? MergePolicy.Fitting(views) : [], ct);

    /// <summary>Reads every byte against its checksum.</summary>
    /// <exception cref="LexisCorruptException">A file is damaged.</exception>
    public void Verify()
    {
        var snapshot = Enter();
        try
        {
            foreach (var view in snapshot.Views)
                view.Segment.Verify();
        }
        finally
        {
            snapshot.Leave();
        }
    }

    /// <summary>Closes the files once the last search has ended.</summary>
    public void Dispose() => _current.Leave();

    private bool Merge(Func<IReadOnlyList<SegmentView>, IReadOnlyList<SegmentView>> choose, CancellationToken ct)
    {
        lock (_merge)
        {
            var snapshot = Enter();
            try
            {
                var chosen = choose(snapshot.Views);
                if (chosen.Count == 0)
                    return false;
                string name;
                lock (_write)
                    _merging = name = $"s{_next++}";
                var merger = new Merger(chosen);
                merger.Write(_store, name, ct);
                lock (_write)
                    Commit(Change.Merged(_store, _current.Views, chosen, merger, new Segment(_store, name, Schema.Fields.Count)));
                return true;
            }
            finally
            {
                Volatile.Write(ref _merging, null);
                snapshot.Leave();
            }
        }
    }

    private Snapshot Enter()
    {
        while (true)
        {
            var snapshot = Volatile.Read(ref _current);
            if (snapshot.TryEnter())
                return snapshot;
        }
    }

    private void Commit(IReadOnlyList<SegmentView> views)
    {
        var manifest = new Manifest(Schema.Fingerprint, _next, [.. views.Select(v => (v.Segment.Name, v.DeletedFile))]);
        _store.Replace(Manifest.File, manifest.Write());
        var before = _current;
        Volatile.Write(ref _current, new Snapshot(views));
        before.Leave();
        Sweep();
    }

    /// <summary>Deletes files that no commit names; stores keep open ones readable, and the files of a merge under way stay.</summary>
    private void Sweep()
    {
        var named = _current.Views.SelectMany(v => new[] { v.Segment.Name + ".idx", v.Segment.Name + ".txt", v.DeletedFile }).Append(Manifest.File).ToHashSet();
        foreach (var name in _store.Names.Where(n => !named.Contains(n) && !IsBeingWritten(n)))
            _store.Delete(name);
    }

    private bool IsBeingWritten(string name) => name.Split('.')[0] == Volatile.Read(ref _merging);
}
