using Sen.Sigma;

namespace Sen.Tests.Unit.Sigma;

/// <summary>Modifiers appendix 2.1.0, each with its example and its opposite.</summary>
public sealed class ModifierTests
{
    [Theory]
    [InlineData("f: abc", """{"f":"ABC"}""", true)]
    [InlineData("f: abc", """{"f":"abcd"}""", false)]
    [InlineData("f: đường", """{"f":"ĐƯỜNG"}""", true)]
    [InlineData("f|contains: bc", """{"f":"abcd"}""", true)]
    [InlineData("f|startswith: bc", """{"f":"abcd"}""", false)]
    [InlineData("f|startswith: ab", """{"f":"abcd"}""", true)]
    [InlineData("f|endswith: cd", """{"f":"abcd"}""", true)]
    [InlineData("f|contains|all: [a, d]", """{"f":"abcd"}""", true)]
    [InlineData("f|contains|all: [a, e]", """{"f":"abcd"}""", false)]
    [InlineData("f|cased: abc", """{"f":"ABC"}""", false)]
    [InlineData("f|contains|cased: BC", """{"f":"aBCd"}""", true)]
    [InlineData("f|neq: abc", """{"f":"x"}""", true)]
    [InlineData("f|neq: [abc, x]", """{"f":"X"}""", false)]
    [InlineData("f|exists: true", """{"f":null}""", true)]
    [InlineData("f|exists: true", """{"f":{"g":1}}""", true)]
    [InlineData("f|exists: false", """{"g":1}""", true)]
    [InlineData("f|exists: false", """{"f":""}""", false)]
    [InlineData("f: null", """{"g":1}""", true)]
    [InlineData("f: null", """{"f":null}""", true)]
    [InlineData("f: null", """{"f":""}""", false)]
    [InlineData("f: ''", """{"f":""}""", true)]
    [InlineData("f: ''", """{"g":""}""", false)]
    public void Text_And_Presence(string items, string json, bool fires) => Sigmas.Fires(Sigmas.Selection(items), json).ShouldBe(fires);

    [Theory]
    [InlineData("f: 4688", """{"f":4688}""", true)]
    [InlineData("f: 4688", """{"f":"4688"}""", true)]
    [InlineData("f: 1.5", """{"f":1.50}""", true)]
    [InlineData("f: 1.50", """{"f":"1.50"}""", true)]
    [InlineData("f: 100", """{"f":1e2}""", true)]
    [InlineData("f: '46*'", """{"f":4688}""", true)]
    [InlineData("f: true", """{"f":true}""", true)]
    [InlineData("f|gt: 5", """{"f":5}""", false)]
    [InlineData("f|gte: 5", """{"f":"5"}""", true)]
    [InlineData("f|lt: -1.5", """{"f":-2}""", true)]
    [InlineData("f|lte: 5", """{"f":"x"}""", false)]
    [InlineData("f|lte: 5", """{"f":[9, 4]}""", true)]
    public void Numbers(string items, string json, bool fires) => Sigmas.Fires(Sigmas.Selection(items), json).ShouldBe(fires);

    [Theory]
    [InlineData("f|re: '^a.c$'", """{"f":"abc"}""", true)]
    [InlineData("f|re: '^A.C$'", """{"f":"abc"}""", false)]
    [InlineData("f|re|i: '^A.C$'", """{"f":"abc"}""", true)]
    [InlineData("f|re: '^b'", """{"f":"a\nb"}""", false)]
    [InlineData("f|re|m: '^b'", """{"f":"a\nb"}""", true)]
    [InlineData("f|re: 'a.b'", """{"f":"a\nb"}""", false)]
    [InlineData("f|re|i|s: 'A.b'", """{"f":"a\nb"}""", true)]
    [InlineData("f|re: 'foo(bar|baz)+[x-z]{2}'", """{"f":"1foobarbazxy"}""", true)]
    [InlineData("f|re: 'colou?r'", """{"f":"color"}""", true)]
    public void Regex(string items, string json, bool fires) => Sigmas.Fires(Sigmas.Selection(items), json).ShouldBe(fires);

    [Theory]
    [InlineData("f|cidr: 192.168.0.0/16", "192.168.3.4", true)]
    [InlineData("f|cidr: 192.168.7.9/16", "192.168.3.4", true)]
    [InlineData("f|cidr: 192.168.0.0/16", "192.169.0.1", false)]
    [InlineData("f|cidr: 192.168.0.0/16", "::ffff:192.168.0.1", true)]
    [InlineData("f|cidr: [10.0.0.0/8, '2001:db8::/32']", "2001:db8::1", true)]
    [InlineData("f|cidr: 0.0.0.0/8", "1", false)]
    [InlineData("f|cidr: '::1/128'", "::1", true)]
    [InlineData("f|cidr: 0.0.0.0/0", "not an address...", false)]
    public void Cidr(string items, string address, bool fires) => Sigmas.Fires(Sigmas.Selection(items), $$"""{"f":"{{address}}"}""").ShouldBe(fires);

    [Theory]
    [InlineData("f|windash|contains: ' -enc'", "x /ENC y", true)]
    [InlineData("f|windash|contains: ' -enc'", "x \u2013enc y", true)]
    [InlineData("f|windash|contains: ' -enc'", "x enc y", false)]
    [InlineData("f|contains|windash: ' /a-b '", "x -a-b ", true)]
    [InlineData("f|contains|windash: ' /a-b '", "x -a/b ", false)]
    [InlineData("f|base64: foo", "Zm9v", true)]
    [InlineData("f|base64offset|contains: foobar", "xxEyZm9vYmFyMTI", true)]
    [InlineData("f|wide|base64offset|contains: 'http://'", "aAB0AHQAcAA6AC8ALwBh", true)]
    [InlineData("f|utf16be|base64: a", "AGE=", true)]
    [InlineData("f|utf16|base64: a", "//5hAA==", true)]
    [InlineData("f|wide: cmd", "c\\u0000m\\u0000d\\u0000", true)]
    public void Encodings(string items, string value, bool fires) => Sigmas.Fires(Sigmas.Selection(items), $$"""{"f":"{{value}}"}""").ShouldBe(fires);

    [Fact]
    public void Base64Offset_FindsTheText_AtEachOffset()
    {
        for (var before = 0; before < 6; before++)
        {
            var value = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('x', before) + "Đăng nhập" + new string('y', before)));
            Sigmas.Fires(Sigmas.Selection("f|base64offset|contains: Đăng nhập"), $$"""{"f":"{{value}}"}""").ShouldBeTrue($"{before} before");
        }
    }

    [Theory]
    [InlineData("f|fieldref: g", """{"f":"A","g":"a"}""", true)]
    [InlineData("f|fieldref|cased: g", """{"f":"A","g":"a"}""", false)]
    [InlineData("f|fieldref: g", """{"f":"A"}""", false)]
    [InlineData("f|fieldref|neq: g", """{"f":"A","g":"b"}""", true)]
    [InlineData("f|fieldref|endswith: g", """{"f":"xyz","g":"yz"}""", true)]
    [InlineData("f|fieldref|contains: g", """{"f":"xyz","g":["q","y"]}""", true)]
    public void FieldRef(string items, string json, bool fires) => Sigmas.Fires(Sigmas.Selection(items), json).ShouldBe(fires);

    [Theory]
    [InlineData("f|hour: 23", "2026-11-28T23:59:01.5Z", true)]
    [InlineData("f|hour|gte: 22", "2026-11-28 23:59:01.500", true)]
    [InlineData("f|minute|lt: 59", "2026-11-28T23:59:01+07:00", false)]
    [InlineData("f|week: 48", "2026-11-28", true)]
    [InlineData("f|month: 11", "2026-11-28", true)]
    [InlineData("f|day: 28", "2026-11-28T01:02", true)]
    [InlineData("f|year: 2026", "yesterday", false)]
    public void Time(string items, string value, bool fires) => Sigmas.Fires(Sigmas.Selection(items), $$"""{"f":"{{value}}"}""").ShouldBe(fires);

    [Theory]
    [InlineData("f|expand: '%servers%'", "srv2", true)]
    [InlineData("f|contains|expand: 'x-%servers%-y'", "ax-srv1-yb", true)]
    [InlineData("f|expand: '%stars%'", "srv99", true)]
    [InlineData("f: '%servers%'", "%servers%", true)]
    [InlineData(@"f|expand: '\%plain%servers%'", "%plainsrv1", true)]
    public void Expand(string items, string value, bool fires)
    {
        var options = new SigmaOptions { Placeholders = name => name switch { "servers" => ["srv1", "srv2"], "stars" => ["srv*"], _ => null } };
        Sigmas.Fires(Sigmas.Selection(items), $$"""{"f":"{{value}}"}""", options).ShouldBe(fires);
    }
}
