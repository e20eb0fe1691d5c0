using System.Diagnostics;
using System.Text;
using Sen.Signatures;

namespace Sen.Bench.Ades;

/// <summary>
/// XML, CMS and containers at their largest: 20 MB of XML from within, a gigabyte from beside, and random bytes turned
/// in a good file. Memory is the peak of the process, so each part says what it added.
/// </summary>
internal static class AdesBench
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now);
    private static readonly SigningKey Key = Authority.Key(Authority.IssueOrganisation("Bench", Now.AddDays(-1), Now.AddYears(1)));
    private static readonly AdesContext Context = new(Authority.Anchors, Now) { Policy = ValidationPolicy.RevocationIfKnown };

    private static readonly TimestampSource Tsa = new TimestampResponder(Authority.Key(Authority.IssueTimestampUnit(Now.AddDays(-1), Now.AddYears(5)))).Source(TimeProvider.System);
    private static readonly CadesOptions Lasting = new(Now) { Timestamp = Tsa, LongTerm = new(Authority.Statements(TimeProvider.System), Tsa, Archive: true) };

    public static Bench Bench { get; } = new("ades", "XAdES, CAdES and ASiC-E: large files, and 20,000 mutated ones ([mutations])", args => Run(args).GetAwaiter().GetResult());

    private static async Task<int> Run(string[] args)
    {
        var options = new XadesOptions(Now);
        await Say("detached CAdES over 1 GB", async () => { await using var content = new Noise(1L << 30); await CadesSigner.SignDetached(content, Key, new CadesOptions(Now)); });
        var file = Path.GetTempFileName();
        try
        {
            await Say("ASiC-E of 1 GB, written", async () =>
            {
                await using var output = new FileStream(file, FileMode.Create);
                await AsicWriter.Write(output, [new SignedContent("a.bin", "application/octet-stream", () => new Noise(1L << 30))], Key, options);
            });
            await Judge("ASiC-E of 1 GB, judged");
            await Say("ASiC-E of 1 GB with CAdES B-LTA, written", async () =>
            {
                await using var output = new FileStream(file, FileMode.Create);
                await AsicWriter.Write(output, [new SignedContent("a.bin", "application/octet-stream", () => new Noise(1L << 30))], Key, Lasting);
            });
            await Judge("ASiC-E of 1 GB with CAdES B-LTA, judged");
        }
        finally
        {
            File.Delete(file);
        }
        Task Judge(string what) => Say(what, () =>
        {
            using var input = File.OpenRead(file);
            return Expect(AsicValidator.Validate(input, Context));
        });

        var xml = Document(20_000_000);
        byte[] signed = [];
        await Say($"enveloped XAdES over {xml.Length / 1e6:F1} MB", async () => signed = await XadesSigner.SignEnveloped(xml, Key, options));
        await Say("the same, judged", () => Expect(XadesValidator.Validate(signed, Context)));
        return await Mutate(args is [var count, ..] ? int.Parse(count, null) : 20_000);
    }

    private static async Task<int> Mutate(int count)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var good = await XadesSigner.SignEnveloped(Document(20_000), Key, new XadesOptions(Now));
        var (slowest, passed) = (TimeSpan.Zero, 0);
        await Say($"{count} mutated XML files, seed {seed}", () =>
        {
            for (var i = 0; i < count; i++)
            {
                var bad = good.ToArray();
                for (var n = random.Next(1, 6); n > 0; n--)
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                var started = Stopwatch.GetTimestamp();
                if (XadesValidator.Validate(bad, Context) is { Refused: null, Signatures: [{ Report.Indication: Indication.TotalPassed }] } && !bad.AsSpan().SequenceEqual(good))
                    passed++;
                if (Stopwatch.GetElapsedTime(started) is var took && took > slowest)
                    slowest = took;
            }
            return Task.CompletedTask;
        });
        // A byte may turn into another spelling of the same document, such as a blank inside a tag: canonical form forgives that.
        Console.WriteLine($"  slowest {slowest.TotalMilliseconds:F1} ms; {passed} were another spelling of the same document");
        return slowest < TimeSpan.FromSeconds(2) ? 0 : 1;
    }

    private static Task Expect(AdesReport report) =>
        report is { Refused: null, Signatures: [{ Report.Indication: Indication.TotalPassed }] } ? Task.CompletedTask : throw new InvalidOperationException("not passed");

    private static async Task Say(string what, Func<Task> act)
    {
        GC.Collect();
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.WorkingSet);
        var peak = before;
        using var watch = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, 0, 20);
        await act();
        Console.WriteLine($"{what,-45} {Stopwatch.GetElapsedTime(started).TotalMilliseconds,9:F0} ms, working set +{(peak - before) / 1e6:F0} MB");
    }

    private static byte[] Document(int bytes)
    {
        var text = new StringBuilder("<ds xmlns=\"urn:mau\">", bytes + 200);
        for (var i = 0; text.Length < bytes - 200; i++)
            text.Append(null, $"<hoSo so=\"{i}\"><ten>Nguyễn Thị Mẫu {i}</ten><noi>Phường Long Xuyên</noi></hoSo>\n");
        text.Append("</ds>");
        var document = Encoding.UTF8.GetBytes(text.ToString());
        return document.Length <= 20 << 20 ? document : Document(bytes - (document.Length - bytes));
    }

    /// <summary>As many bytes as wanted, without holding them: a block that repeats beyond the window of deflate, so that it does not shrink.</summary>
    private sealed class Noise(long length) : Stream
    {
        private static readonly byte[] Block = RandomBlock();
        private long _left = length;
        private int _at;

        private static byte[] RandomBlock()
        {
            var block = new byte[1 << 20];
            new Random(1).NextBytes(block);
            return block;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(Math.Min(count, _left), Block.Length - _at);
            Block.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            (_left, _at) = (_left - read, (_at + read) % Block.Length);
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
