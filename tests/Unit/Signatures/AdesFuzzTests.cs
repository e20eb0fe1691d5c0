using System.Text;
using Sen.Signatures;
using Xunit.Abstractions;
using static Sen.Tests.Unit.Signatures.XadesTests;

namespace Sen.Tests.Unit.Signatures;

/// <summary>Bytes turned, cut and doubled at random: a verdict each time, never a crash, and never a good one on changed content.</summary>
public sealed class AdesFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 400;

    [Fact]
    public async Task Validate_Mutated_NeverCrashes()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var xml = await XadesSigner.SignEnveloped(Encoding.UTF8.GetBytes("<a><b c=\"1\">Nội dung</b></a>"), Samples.Person, Options("LTA"));
        var cms = await CadesSigner.SignEnveloping(Encoding.UTF8.GetBytes("Nội dung"), Samples.Person, new CadesOptions(Samples.Now) { Timestamp = Samples.Timestamper.Source(new Clock(Samples.Now)) });
        var lasting = await CadesLongTermTests.Sign("B-LTA", inside: true);
        var (asic, archive) = (await CadesAsicTests.Container("T"), await CadesLongTermTests.Container("B-LTA"));
        for (var round = 0; round < Rounds; round++)
        {
            Judge(xml, m => XadesValidator.Validate(m, Context()));
            Judge(cms, m => CadesValidator.Validate(m, null, Context()));
            Judge(lasting, m => CadesValidator.Validate(m, null, Context()));
            Judge(archive, m => AsicValidator.Validate(new MemoryStream(m), Context()));
            Judge(asic, m => AsicValidator.Validate(new MemoryStream(m), Context()));
        }

        void Judge(byte[] good, Func<byte[], AdesReport> validate)
        {
            var bad = Mutate(good, random);
            try
            {
                validate(bad).ShouldNotBeNull();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, {Convert.ToBase64String(bad)[..80]}", e);
            }
        }
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bad = good.ToArray();
        for (var n = random.Next(1, 6); n > 0; n--)
            switch (random.Next(4))
            {
                case 0:
                    bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                    break;
                case 2 when bad.Length > 100:
                    var at = random.Next(bad.Length - 50);
                    bad = [.. bad.AsSpan(0, at), .. bad.AsSpan(at + random.Next(1, 50))];
                    break;
                default:
                    var from = random.Next(bad.Length - 40);
                    bad = [.. bad.AsSpan(0, from + 40), .. bad.AsSpan(from)];
                    break;
            }
        return bad;
    }
}
