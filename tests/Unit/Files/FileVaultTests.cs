using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sen.Data;
using Xunit.Abstractions;

namespace Sen.Tests.Files;

public sealed class FileVaultTests(ITestOutputHelper output) : IDisposable
{
    private const int Chunk = FileSeal.ChunkSize;
    private static readonly FileRule Large = new(10 << 20, [FileType.Pdf]);
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    public async Task Write_ThenRead_GivesTheContent(int size)
    {
        var plain = Pdf(size);
        var stored = (await Vault().Write(new Trickle(plain), Large, default)).Value;
        (stored.Size, stored.Type, stored.Scan).ShouldBe((size, FileType.Pdf, "unscanned"));
        stored.Sha256.ShouldBe(SHA256.HashData(plain));
        (await Read(stored.Sha256)).ShouldBe(plain);
        System.IO.Directory.GetFiles(Path.Combine(_folder.Path, "tmp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_NothingPlainAtRest()
    {
        var plain = Encoding.ASCII.GetBytes("%PDF-1.7 the secret of the lotus");
        var stored = (await Vault().Write(new MemoryStream(plain), Large, default)).Value;
        Encoding.Latin1.GetString(File.ReadAllBytes(Vault().PathOf(stored.Sha256))).ShouldNotContain("lotus");
    }

    [Fact]
    public async Task Write_SameContentAgain_LeavesTheFirstUntouched()
    {
        var first = (await Vault().Write(new MemoryStream(Pdf(100)), Large, default)).Value;
        var before = File.ReadAllBytes(Vault().PathOf(first.Sha256));
        (await Vault().Write(new MemoryStream(Pdf(100)), Large, default)).Ok.ShouldBeTrue();
        File.ReadAllBytes(Vault().PathOf(first.Sha256)).ShouldBe(before);
        File.GetAttributes(Vault().PathOf(first.Sha256)).HasFlag(FileAttributes.ReadOnly).ShouldBeTrue();
    }

    [Fact]
    public async Task Write_OverTheLimit_IsRefusedAndStopsReading()
    {
        var endless = new Endless();
        var refused = await Vault().Write(endless, new FileRule(4 * Chunk, [FileType.Pdf]), default);
        refused.Problem!.Code.ShouldBe("file.too-large");
        endless.Given.ShouldBeLessThan(7 * Chunk);
        Stored().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "file.empty")]
    [InlineData("MZ not a pdf", "file.type")]
    public async Task Write_WhatIsNotAccepted_IsRefused(string content, string code)
    {
        (await Vault().Write(new MemoryStream(Encoding.ASCII.GetBytes(content)), Large, default)).Problem!.Code.ShouldBe(code);
        Stored().ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_OfficeFile_IsToldFromOtherArchives()
    {
        var rule = new FileRule(1 << 20, [FileType.Docx]);
        (await Vault().Write(FileTypeTests.Zip("[Content_Types].xml", "word/document.xml"), rule, default)).Value.Type.ShouldBe(FileType.Docx);
        (await Vault().Write(FileTypeTests.Zip("run.exe"), rule, default)).Problem!.Code.ShouldBe("file.type");
    }

    [Fact]
    public async Task Read_AnyRange_EqualsTheContent()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var plain = Pdf(5 * Chunk + 123);
        var sha256 = (await Vault().Write(new MemoryStream(plain), Large, default)).Value.Sha256;
        await using var stream = Vault().Read(sha256)!;
        for (var i = 0; i < 300; i++)
        {
            var start = random.Next(plain.Length);
            var buffer = new byte[Math.Min(random.Next(1, 2 * Chunk), plain.Length - start)];
            stream.Seek(start, SeekOrigin.Begin);
            if (i % 2 == 0)
                await stream.ReadExactlyAsync(buffer);
            else
                stream.ReadExactly(buffer);
            buffer.AsSpan().SequenceEqual(plain.AsSpan(start, buffer.Length)).ShouldBeTrue($"{start}+{buffer.Length}");
        }
        stream.Position = plain.Length;
        stream.Read(new byte[1]).ShouldBe(0);
    }

    [Fact]
    public async Task Read_AnyBitChanged_IsDamage()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sha256 = (await Vault().Write(new MemoryStream(Pdf(2 * Chunk + 9)), Large, default)).Value.Sha256;
        var path = Vault().PathOf(sha256);
        var good = File.ReadAllBytes(path);
        File.SetAttributes(path, FileAttributes.Normal);
        for (var i = 0; i < 200; i++)
        {
            // The first round goes through the header bit by bit, but for its zero bytes and the key id, which have their own errors.
            var at = i < 100 ? random.Next(16, FileSeal.HeaderSize) : random.Next(FileSeal.HeaderSize, good.Length);
            var bad = good.ToArray();
            bad[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);
            await Should.ThrowAsync<FileDamagedException>(() => Read(sha256), $"byte {at}");
        }
    }

    [Theory]
    [InlineData("cut by a chunk")]
    [InlineData("cut by a byte")]
    [InlineData("made longer")]
    [InlineData("chunks exchanged")]
    [InlineData("another file in its place")]
    [InlineData("another file's chunk")]
    public async Task Read_Tampered_IsDamage(string how)
    {
        var sha256 = (await Vault().Write(new MemoryStream(Pdf(3 * Chunk)), Large, default)).Value.Sha256;
        var other = (await Vault().Write(new MemoryStream(Pdf(3 * Chunk, 7)), Large, default)).Value.Sha256;
        var path = Vault().PathOf(sha256);
        var (bytes, others) = (File.ReadAllBytes(path), File.ReadAllBytes(Vault().PathOf(other)));
        const int sealedChunk = Chunk + FileSeal.TagSize;
        var first = FileSeal.HeaderSize..(FileSeal.HeaderSize + sealedChunk);
        var second = (FileSeal.HeaderSize + sealedChunk)..(FileSeal.HeaderSize + 2 * sealedChunk);
        byte[] bad = how switch
        {
            "cut by a chunk" => bytes[..^sealedChunk],
            "cut by a byte" => bytes[..^1],
            "made longer" => [.. bytes, .. bytes[second]],
            "chunks exchanged" => [.. bytes[..FileSeal.HeaderSize], .. bytes[second], .. bytes[first], .. bytes[second.End..]],
            "another file in its place" => others,
            _ => [.. bytes[..FileSeal.HeaderSize], .. others[first], .. bytes[first.End..]],
        };
        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllBytes(path, bad);
        await Should.ThrowAsync<FileDamagedException>(() => Read(sha256));
    }

    [Fact]
    public async Task Read_AfterTheKeyWasChanged_NeedsTheOldOne()
    {
        var sha256 = (await Vault().Write(new MemoryStream(Pdf(10)), Large, default)).Value.Sha256;
        var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Vault(fresh, Key).Read(sha256)!.Dispose();
        Should.Throw<FileKeyException>(() => Vault(fresh).Read(sha256));
        Vault().Read(new byte[32]).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64")]
    public void Keys_Malformed_AreRefused(string key) => Should.Throw<FileKeyException>(() => new FileKeys([key]));

    [Fact]
    public async Task Sweep_RemovesOnlyWhatIsOld()
    {
        await Vault().Write(new MemoryStream(Pdf(10)), Large, default);
        var (old, young) = (Path.Combine(_folder.Path, "tmp", "old"), Path.Combine(_folder.Path, "tmp", "young"));
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Vault().Sweep(new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero));
        (File.Exists(old), File.Exists(young)).ShouldBe((false, true));
    }

    private FileVault Vault(params string[] keys) =>
        new(_folder.Path, new FileKeys(keys is [] ? [Key] : keys), null, false, NullLogger<FileVault>.Instance);

    private async Task<byte[]> Read(byte[] sha256)
    {
        await using var stream = Vault().Read(sha256)!;
        var plain = new MemoryStream();
        await stream.CopyToAsync(plain);
        return plain.ToArray();
    }

    private IEnumerable<string> Stored() => System.IO.Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);

    private static byte[] Pdf(int size, int seed = 1)
    {
        var plain = new byte[size];
        new Random(seed).NextBytes(plain);
        "%PDF-"u8.CopyTo(plain);
        return plain;
    }

    /// <summary>Gives a few bytes at a time, as a slow network does.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 4093)], cancellationToken);
    }

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Clear();
            if (Given == 0)
                "%PDF-"u8.CopyTo(buffer.Span);
            Given += buffer.Length;
            return new(buffer.Length);
        }
    }
}
