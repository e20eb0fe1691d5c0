using Sen.Lexis;

namespace Sen.Tests.Unit.Lexis;

public sealed class IndexTests
{
    [Fact]
    public void Apply_ReplacesAndDeletes_Together()
    {
        using var index = Shelf.With(Shelf.Of("a", "một"), Shelf.Of("b", "hai"), Shelf.Of("a", "ba"));
        index.Count.ShouldBe(2);
        index.Keys("một").ShouldBeEmpty();
        index.Keys("ba").ShouldBe(["a"]);
        index.Apply([Shelf.Of("b", "bốn")], ["a", "unknown"]);
        index.Count.ShouldBe(1);
        index.Keys("ba hai").ShouldBeEmpty();
        index.Find("b")!.Fields[0].ShouldBe("bốn");
        index.Find("a").ShouldBeNull();
    }

    [Fact]
    public void Apply_WrongFields_ChangesNothing()
    {
        using var index = Shelf.With(Shelf.Of("a", "một"));
        Should.Throw<ArgumentException>(() => index.Apply([Shelf.Of("b", "hai"), new Passage("c", ["one field"])], ["a"]));
        index.Keys("một").ShouldBe(["a"]);
        index.Keys("hai").ShouldBeEmpty();
    }

    [Fact]
    public void Open_Again_FindsTheSame_AndLeavesNoFilesBehind()
    {
        var store = new MemoryStore();
        using (var index = LexisIndex.Open(store, Shelf.Schema))
        {
            for (var i = 0; i < 30; i++)
                index.Apply([Shelf.Of($"{i}", $"số {i}") with { Payload = $"p{i}", Tags = [$"t{i % 2}"], From = new(2020, 1, 1) }], [$"{i - 3}"]);
            while (index.Merge()) { }
        }
        store.Create("s999.idx").Dispose();
        using var again = LexisIndex.Open(store, Shelf.Schema);
        again.Count.ShouldBe(3);
        again.Find("28")!.Payload.ShouldBe("p28");
        again.Keys("số", r => r with { Tags = [["t1"]], On = new(2021, 1, 1) }).Order().ShouldBe(["27", "29"]);
        again.Keys("số", r => r with { On = new(2019, 1, 1) }).ShouldBeEmpty();
        store.Names.Count.ShouldBeLessThanOrEqualTo((3 * again.Segments) + 1);
        Should.Throw<LexisCorruptException>(() => LexisIndex.Open(store, new IndexSchema([new("title", 3), new("text", 1)])));
    }

    [Fact]
    public void ManySmallChanges_StayFewSegments()
    {
        using var index = LexisIndex.Open(new MemoryStore(), Shelf.Schema);
        for (var i = 0; i < 200; i++)
        {
            index.Apply([Shelf.Of($"{i}", $"số {i}")]);
            while (index.Merge()) { }
        }
        index.Segments.ShouldBeLessThan(16);
        index.Count.ShouldBe(200);
    }

    [Fact]
    public async Task Readers_AreNeverBlocked_AndAlwaysSeeWholeChanges()
    {
        using var index = LexisIndex.Open(new MemoryStore(), Shelf.Schema);
        index.Apply(Pair(0));
        using var end = new CancellationTokenSource();
        var merging = Task.Run(() => { while (!end.IsCancellationRequested) { index.Merge(); index.MergeAll(); } });
        var searches = new int[3];
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            do
            {
                Interlocked.Increment(ref searches[reader]);
                var texts = index.Search(new SearchRequest("bản")).Hits.Select(h => h.Fields[1]).Distinct().ToArray();
                texts.Length.ShouldBe(1, string.Join(" | ", texts));
            } while (!end.IsCancellationRequested);
        })).ToArray();
        for (var version = 1; version <= 100 || searches.Min() < 10; version++)
            index.Apply(Pair(version));
        await end.CancelAsync();
        await Task.WhenAll(readers);
        await merging;
        index.Verify();
        index.Count.ShouldBe(2);
    }

    [Fact]
    public void DeletedWhileMerging_StaysDeleted()
    {
        var store = new Pausing();
        using var index = LexisIndex.Open(store, Shelf.Schema);
        for (var i = 0; i < 4; i++)
            index.Apply([Shelf.Of($"{i}", "một")]);
        // The merge writes its first file when the change comes in between.
        store.OnCreate = () => index.Apply([Shelf.Of("2", "hai")], ["1"]);
        index.MergeAll().ShouldBeTrue();
        index.Keys("một").Order().ShouldBe(["0", "3"]);
        index.Keys("hai").ShouldBe(["2"]);
        using var again = LexisIndex.Open(store, Shelf.Schema);
        again.Keys("một").Order().ShouldBe(["0", "3"]);
    }

    [Fact]
    public void DamagedFiles_AreRefused_NeverSearched()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var store = new MemoryStore();
            using (var index = LexisIndex.Open(store, Shelf.Schema))
                index.Apply([.. Enumerable.Range(0, 20).Select(i => Shelf.Of($"{i}", $"số {i}", "đăng ký khai sinh"))], ["3"]);
            var name = store.Names.Order().ElementAt(random.Next(store.Names.Count));
            var bytes = Bytes(store, name);
            var cut = random.Next(4) == 0;
            var at = random.Next(bytes.Length);
            if (!cut)
                bytes[at] ^= (byte)(1 << random.Next(8));
            store.Replace(name, cut ? bytes.AsSpan(0, at) : bytes);
            Should.Throw<LexisCorruptException>(() =>
            {
                using var index = LexisIndex.Open(store, Shelf.Schema);
                index.Verify();
                if (IsPadding(bytes, Bytes(store, name), cut))
                    throw new LexisCorruptException(name, "padding carries nothing");
            }, $"seed {seed}, round {round}: {name} at {at}, cut {cut}");
        }
    }

    // Up to seven zero bytes between sections are under no checksum, and nothing reads them.
    private static bool IsPadding(byte[] damaged, byte[] stored, bool cut) => !cut && damaged.AsSpan().SequenceEqual(stored);

    private static byte[] Bytes(MemoryStore store, string name)
    {
        using var file = store.Open(name);
        return file.Memory.ToArray();
    }

    private static Passage[] Pair(int version) =>
        [Shelf.Of("one", "bản", $"v{version}"), Shelf.Of("two", "bản", $"v{version}")];

    /// <summary>Runs something once when the next file is begun.</summary>
    private sealed class Pausing : ISegmentStore
    {
        private readonly MemoryStore _store = new();

        public Action? OnCreate { get; set; }
        public IReadOnlyList<string> Names => _store.Names;

        public System.Buffers.IMemoryOwner<byte> Open(string name) => _store.Open(name);

        public Stream Create(string name)
        {
            var (act, stream) = (OnCreate, _store.Create(name));
            OnCreate = null;
            act?.Invoke();
            return stream;
        }

        public void Replace(string name, ReadOnlySpan<byte> content) => _store.Replace(name, content);

        public void Delete(string name) => _store.Delete(name);
    }
}
