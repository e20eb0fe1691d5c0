namespace Sen.Lexis.Index;

/// <summary>The views of an index after passages were put and deleted; nothing is visible until they are committed.</summary>
internal sealed class Change(ISegmentStore store, IndexSchema schema, IReadOnlyList<SegmentView> before, Func<string> name)
{
    private readonly List<SegmentView> _views = [.. before];
    private readonly HashSet<int> _touched = [];
    private SegmentBuilder _builder = new(schema);

    public void Delete(string key)
    {
        for (var i = 0; i < _views.Count; i++)
        {
            var view = _views[i];
            var doc = view.Segment.Find(key, view.Deleted);
            if (doc < 0)
                continue;
            // Readers hold the old bits: the first deletion copies them.
            var bits = _touched.Add(i) ? (ulong[]?)view.Deleted?.Clone() ?? Bits.Make(view.Segment.Count) : view.Deleted!;
            Bits.Set(bits, doc);
            _views[i] = view with { Deleted = bits, DeletedCount = view.DeletedCount + 1 };
        }
    }

    public void Put(Passage passage)
    {
        Delete(passage.Key);
        _builder.Add(passage);
        if (_builder.Count >= SegmentBuilder.Most)
            Flush();
    }

    public IReadOnlyList<SegmentView> Finish()
    {
        Flush();
        foreach (var i in _touched)
        {
            var file = $"{_views[i].Segment.Name}.{name()}.del";
            Deletions.Write(store, file, _views[i].Deleted!);
            _views[i] = _views[i] with { DeletedFile = file };
        }
        return [.. _views.Where(v => v.Live > 0)];
    }

    /// <summary>The views after a merge: what was deleted while it ran is deleted from the new segment, too.</summary>
    public static IReadOnlyList<SegmentView> Merged(
        ISegmentStore store, IReadOnlyList<SegmentView> now, IReadOnlyList<SegmentView> chosen, Merger merger, Segment merged)
    {
        ulong[]? bits = null;
        for (var s = 0; s < chosen.Count; s++)
        {
            var view = now.FirstOrDefault(v => v.Segment == chosen[s].Segment);
            for (var doc = 0; doc < chosen[s].Segment.Count; doc++)
                if (merger.Moved[s][doc] >= 0 && (view is null || Bits.Has(view.Deleted, doc)))
                    Bits.Set(bits ??= Bits.Make(merged.Count), merger.Moved[s][doc]);
        }
        var file = bits is null ? null : merged.Name + ".m.del";
        if (file is not null)
            Deletions.Write(store, file, bits!);
        var view2 = new SegmentView(merged, bits, Bits.Count(bits), file);
        return [.. now.Where(v => chosen.All(c => c.Segment != v.Segment)), .. view2.Live > 0 ? [view2] : Array.Empty<SegmentView>()];
    }

    private void Flush()
    {
        if (_builder.Count == 0)
            return;
        var segmentName = name();
        _builder.Write(store, segmentName);
        var segment = new Segment(store, segmentName, schema.Fields.Count);
        var bits = _builder.Replaced.Count == 0 ? null : Bits.Make(segment.Count);
        foreach (var doc in _builder.Replaced)
            Bits.Set(bits!, doc);
        _views.Add(new SegmentView(segment, bits, _builder.Replaced.Count, null));
        if (bits is not null)
            _touched.Add(_views.Count - 1);
        _builder = new SegmentBuilder(schema);
    }
}
