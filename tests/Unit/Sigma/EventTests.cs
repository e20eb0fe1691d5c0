using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>JSON shapes, syslog of both kinds, key-value lines, names under aliases.</summary>
public sealed class EventTests
{
    [Theory]
    [InlineData("process.command_line", """{"process":{"command_line":"x"}}""")]
    [InlineData("process.command_line", """{"process.command_line":"x"}""")]
    [InlineData("process.parent.name", """{"process":{"parent.name":"x"}}""")]
    [InlineData("a.b", """{"a":[{"b":"y"},{"b":["z","x"]}]}""")]
    [InlineData("Reference Class Name", """{"Reference Class Name":"x"}""")]
    [InlineData("ThreatName", """{"Event":{"EventData":{"Threat Name":"x"}}}""")]
    [InlineData("tên", """{"t\u00eAn":"x"}""")]
    [InlineData("CommandLine", """{"Event":{"EventData":{"CommandLine":"x"}}}""")]
    [InlineData("CommandLine", """{"winlog":{"event_data":{"CommandLine":"x"}}}""")]
    [InlineData("CommandLine", """{"process":{"command_line":"x"}}""")]
    [InlineData("process.command_line", """{"CommandLine":"x"}""")]
    [InlineData("Operation", """{"Event":{"UserData":{"Operation_ClientFailure":{"Operation":"x"}}}}""")]
    [InlineData("Provider_Name", """{"Event":{"System":{"Provider":{"#attributes":{"Name":"x","Guid":"y"}}}}}""")]
    [InlineData("Provider_Name", """{"winlog":{"provider_name":"x"}}""")]
    [InlineData("EventID", """{"Event":{"System":{"EventID":{"#attributes":{"Qualifiers":0},"#text":"x"}}}}""")]
    public void Json_FieldsAreFound_InEachShape(string field, string json)
    {
        Sigmas.Fires(Sigmas.Selection($"'{field}': x"), json).ShouldBeTrue();
        Sigmas.Fires(Sigmas.Selection($"'{field}': q"), json).ShouldBeFalse();
    }

    [Fact]
    public void TwoNativeNamesOfOneEcsField_AreNotTakenForEachOther() => Sigmas.Fires(Sigmas.Selection("src_ip: x"), """{"SourceIp":"x"}""").ShouldBeFalse();

    [Theory]
    [InlineData("""{"f":"a\ud83d\ude00b"}""", "a😀b")]
    [InlineData("""{"f":"a\ud83db"}""", "a\uFFFDb")]
    [InlineData("""{"f":"\u0111\t\"\\\/"}""", "đ\t\"\\/")]
    [InlineData("""{"f":"Đ"}""", "Đ")]
    public void Json_Escapes_AndHalfPairs_DoNotHideAValue(string json, string value)
    {
        var detector = Sigmas.Engine(Sigmas.Selection("f|contains: ''")).Detector();
        detector.Json(json, Sigmas.Noon).ShouldHaveSingleItem();
        detector.Value("f").ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"f\":1")]
    [InlineData("{\"f\":1} x")]
    [InlineData("{\"f\":1,}")]
    public void Json_Malformed_IsSaid(string json) => Sigmas.Engine(Sigmas.Selection("f: 1")).Detector().Json(Encoding.UTF8.GetBytes(json), Sigmas.Noon, Sigmas.Any).Readable.ShouldBeFalse();

    [Fact]
    public void Json_TooDeepOrTooLong_IsSaid_AndTheNextEventIsFine()
    {
        var detector = Sigmas.Engine(Sigmas.Selection("f: 1"), new SigmaOptions { MaxEventBytes = 2_000 }).Detector();
        detector.Json(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)), Sigmas.Noon, Sigmas.Any).Readable.ShouldBeFalse();
        detector.Json(Encoding.UTF8.GetBytes("{\"f\":\"" + new string('x', 3_000) + "\"}"), Sigmas.Noon, Sigmas.Any).Readable.ShouldBeFalse();
        detector.Json("""{"f":1}""", Sigmas.Noon).ShouldHaveSingleItem();
    }

    [Fact]
    public void BrokenUtf8_DoesNotHideWhatStandsBesideIt()
    {
        var detector = Sigmas.Engine(Sigmas.Selection("f|contains: evil")).Detector();
        byte[] json = [.. "{\"f\":\""u8, 0xC3, 0x28, 0xFF, .. "EVIL\"}"u8];
        detector.Json(json, Sigmas.Noon, Sigmas.Any).Matches.ShouldHaveSingleItem();
    }

    private const string SyslogRule = "message|contains: ''\nhost.hostname|exists: true\nprocess.name|exists: true\nprocess.pid|exists: true\n'@timestamp|exists': true\nlog.syslog.severity.code|exists: true\nlog.syslog.msgid|exists: false\nuser.name|exists: false\nsource.ip|exists: false\nexampleSDID@32473.iut|exists: false\nevent.code|exists: false";

    /// <summary>The examples of RFC 5424, section 6.5, and of RFC 3164, section 5.4; and what is found in the wild.</summary>
    [Theory]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8", "mymachine.example.com", "su", null, "'su root' failed for lonvick on /dev/pts/8")]
    [InlineData("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.", "192.0.2.1", "myproc", "8710", "%% It's time to make the do-nuts.")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" eventSource=\"Appli\\]cation\" eventID=\"1011\"][examplePriority@32473 class=\"high\"]", "mymachine.example.com", "evntslog", null, "")]
    [InlineData("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "mymachine", "su", null, "'su root' failed for lonvick on /dev/pts/8")]
    [InlineData("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!", "10.0.0.99", null, null, "Use the BFG!")]
    [InlineData("Use the BFG!", null, null, null, "Use the BFG!")]
    [InlineData("<86>Nov 28 02:36:52 may-chu-1 sshd[812]: Connection closed\r\n", "may-chu-1", "sshd", "812", "Connection closed")]
    [InlineData("<86>Nov 28 02:36:52 sshd[812]: Connection closed", null, "sshd", "812", "Connection closed")]
    [InlineData("<30>2026-11-28T02:36:52.123456+07:00 may-chu-1 clamd[9]: up", "may-chu-1", "clamd", "9", "up")]
    [InlineData("<999>x", null, null, null, "<999>x")]
    public void Syslog_IsTakenApart(string line, string? host, string? program, string? process, string message)
    {
        var detector = Sigmas.Engine(Sigmas.Selection(SyslogRule)).Detector();
        detector.Syslog(Encoding.UTF8.GetBytes(line), Sigmas.Noon, Sigmas.Any).Readable.ShouldBeTrue();
        (detector.Value("host.hostname"), detector.Value("process.name"), detector.Value("process.pid"), detector.Value("message")).ShouldBe((host, program, process, message));
        if (line.Contains("exampleSDID", StringComparison.Ordinal))
            detector.Value("exampleSDID@32473.iut").ShouldBe("3");
        if (line.StartsWith("<34>", StringComparison.Ordinal))
            detector.Value("log.syslog.severity.code").ShouldBe("2");
    }

    [Theory]
    [InlineData("<38>Nov 28 02:36:52 m sshd[1]: Failed password for invalid user oracle from 203.0.113.7 port 4711 ssh2", "oracle", "203.0.113.7")]
    [InlineData("<38>Nov 28 02:36:52 m sshd[1]: Accepted publickey for lan from 2001:db8::7 port 4711 ssh2: ED25519 SHA256:x", "lan", "2001:db8::7")]
    [InlineData("<38>Nov 28 02:36:52 m app: @cee: {\"user\":{\"name\":\"lan\"},\"source\":{\"ip\":\"10.1.1.1\"}}", "lan", "10.1.1.1")]
    [InlineData("<38>Nov 28 02:36:52 m app: user.name=\"lan\" x source.ip=10.1.1.1, z", "lan", "10.1.1.1")]
    public void Syslog_Message_SentencesJsonAndPairsBecomeFields(string line, string user, string address)
    {
        var detector = Sigmas.Engine(Sigmas.Selection(SyslogRule)).Detector();
        detector.Syslog(Encoding.UTF8.GetBytes(line), Sigmas.Noon, Sigmas.Any);
        (detector.Value("user.name"), detector.Value("source.ip")).ShouldBe((user, address));
    }

    [Fact]
    public void KeyValue_Auditd_IsReadInsideItsQuotes()
    {
        var detector = Sigmas.Engine(Sigmas.Selection("type: USER_AUTH\nacct: root\nexe|endswith: /sshd\nres: failed\na0|exists: false")).Detector();
        var line = "type=USER_AUTH msg=audit(1700000000.123:45): pid=9 uid=0 msg='op=PAM:authentication acct=\"root\" exe=\"/usr/sbin/sshd\" addr=203.0.113.7 res=failed'";
        detector.KeyValue(Encoding.UTF8.GetBytes(line), Sigmas.Noon, Sigmas.Any).Matches.ShouldHaveSingleItem();
        detector.Value("acct").ShouldBe("root");
        detector.KeyValue("type=EXECVE argc=2 a0=\"a \\\"b\\\" c\" a1='x"u8, Sigmas.Noon, Sigmas.Any).Matches.ShouldBeEmpty();
        detector.Value("a0").ShouldBe("a \"b\" c");
    }

    /// <summary>Whatever bytes come, each reader ends and says something.</summary>
    [Fact]
    public void Noise_NeverThrows()
    {
        const int Seed = 41;
        var random = new Random(Seed);
        var detector = Sigmas.Engine(Sigmas.Selection("f|contains: x\ng|re: y\nh|cidr: 10.0.0.0/8\ni|gt: 1\nj|hour: 1")).Detector();
        const string Alphabet = "{}[]\",:\\u<>=' \u0111fghij10.%-TZ\n\uFEFF";
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])));
            if (bytes.Length > 0 && random.Next(4) == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => detector.Json(bytes, Sigmas.Noon, Sigmas.Any), $"seed {Seed}, {i}");
            Should.NotThrow(() => detector.Syslog([.. "<34>1 "u8, .. bytes], Sigmas.Noon, Sigmas.Any), $"seed {Seed}, {i}");
            Should.NotThrow(() => detector.KeyValue(bytes, Sigmas.Noon, Sigmas.Any), $"seed {Seed}, {i}");
        }
    }
}
