using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Schema;
using Xunit.Abstractions;

namespace Sen.Tests.Unit.Schema;

/// <summary>Validation over UTF-8 says what validation over a tree says.</summary>
public sealed class StreamTests(ITestOutputHelper output)
{
    private static JsonSchema Schema(string text) => JsonSchema.Compile(JsonDocument.Parse(text).RootElement);

    private const string Form = """
        {
          "type": "object", "required": ["name", "kind"], "dependentRequired": { "ward": ["province"] }, "additionalProperties": false, "maxProperties": 6,
          "x-feel": { "rule": "area > 0 and kind != \"none\"", "message": "area-needed", "at": "area" },
          "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[^0-9]*$" },
            "kind": { "enum": ["a", "none", 1.0, null] },
            "area": { "type": ["integer", "null"], "minimum": 0, "multipleOf": 5 },
            "ward": { "$ref": "#/$defs/text" }, "province": { "anyOf": [{ "$ref": "#/$defs/text" }, { "type": "boolean" }] },
            "born": { "format": "date" },
            "plots": { "type": "array", "minItems": 1, "maxItems": 3, "prefixItems": [{ "const": "x" }], "items": { "oneOf": [{ "type": "number" }, { "exclusiveMaximum": 10 }] } }
          },
          "if": { "properties": { "kind": { "const": "a" } } }, "then": { "required": ["area"] },
          "$defs": { "text": { "type": "string", "not": { "const": "no" } } }
        }
        """;

    [Fact]
    public void Validate_RandomInstances_AgreeFromTreeAndFromUtf8()
    {
        var (schema, seed) = (Schema(Form), Random.Shared.Next());
        output.WriteLine($"seed {seed}");
        var (random, valid) = (new Random(seed), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var instance = Instance(random).ToJsonString();
            using var document = JsonDocument.Parse(instance);
            var tree = schema.Validate(document.RootElement);
            var direct = schema.Validate(Encoding.UTF8.GetBytes(instance));
            direct.Valid.ShouldBe(tree.Valid, $"seed {seed}: {instance}");
            direct.Errors.Select(e => e.KeywordPath).ShouldBe(tree.Errors.Select(e => e.KeywordPath), $"seed {seed}: {instance}");
            valid += tree.Valid ? 1 : 0;
        }
        valid.ShouldBeInRange(200, 19_800);
    }

    private static JsonObject Instance(Random r)
    {
        var made = new JsonObject();
        void Maybe(string name, int chance, params JsonNode?[] values)
        {
            if (r.Next(10) < chance)
                made[name] = values[r.Next(values.Length)]?.DeepClone();
        }
        Maybe("name", 9, "Lê", "Nguyễn", "a1", "đ", 5);
        Maybe("kind", 9, "a", 1, 1.00m, "b", null);
        Maybe("area", 8, 10, 15.0m, 5, 3, "x", 20);
        Maybe("ward", 3, "yes", "no");
        Maybe("province", 5, "AG", true, "no", 3);
        Maybe("born", 3, "2026-11-20", "2026-02-30", "x", 4);
        Maybe("plots", 3, new JsonArray("x"), new JsonArray("x", 11), new JsonArray("x", 5), new JsonArray(), new JsonArray("y"), new JsonArray("x", 11, 12, 13));
        Maybe("other", 1, 1);
        return made;
    }

    [Theory]
    [InlineData("{\"name\":", "json")]
    [InlineData("{} {}", "json")]
    [InlineData("", "json")]
    [InlineData("{\"name\": \"\\ud800\", \"kind\": \"b\"}", "json")]
    public void Validate_NoJson_SaysSo(string text, string code) =>
        Schema(Form).Validate(Encoding.UTF8.GetBytes(text)).Errors.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void Validate_BrokenUtf8_SaysSo() => Schema("true").Validate([0x22, 0xFF, 0x22]).Errors.ShouldHaveSingleItem().Args.ShouldBe(["utf-8"]);

    [Fact]
    public void Validate_EscapedNamesAndValues_AreRead() =>
        Schema("""{ "required": ["a/b"], "properties": { "a/b": { "maxLength": 1 } }, "additionalProperties": false }""")
            .Validate(Encoding.UTF8.GetBytes("{\"a\\/b\": \"\\uD83D\\uDE00\"}")).Valid.ShouldBeTrue();

    [Fact]
    public void Validate_UnboundedRecursion_IsRefused() =>
        Schema("""{ "$ref": "#" }""").Validate("1"u8.ToArray()).Errors.ShouldContain(error => error.Code == "depth");

    [Theory]
    [InlineData("vi", "Cần ít nhất 3 ký tự; hiện có 1.")]
    [InlineData("en", "It needs at least 3 characters; it has 1.")]
    [InlineData("ar", "يلزم 3 أحرف على الأقل، والموجود 1.")]
    public void Say_Error_InThreeLanguages(string language, string sentence)
    {
        var error = Schema("""{ "minLength": 3 }""").Validate("\"a\""u8.ToArray()).Errors[0];
        SchemaTexts.Say(error, language).ShouldBe(sentence);
    }

    [Fact]
    public void Basic_Output_NamesPlacesAndAnnotations()
    {
        string Basic(string schema, string instance)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
                Schema(schema).Validate(JsonDocument.Parse(instance).RootElement, annotate: true).WriteBasic(writer);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
        Basic("""{ "$id": "https://sen.vn/s", "properties": { "a": { "$ref": "#/$defs/n" } }, "$defs": { "n": { "type": "number" } } }""", """{ "a": "x" }""")
            .ShouldBe("""{"valid":false,"errors":[{"valid":false,"keywordLocation":"/properties/a/$ref/type","absoluteKeywordLocation":"https://sen.vn/s#/$defs/n/type","instanceLocation":"/a","error":"It must be: a number."}]}""");
        Basic("""{ "$id": "https://sen.vn/s", "title": "T", "not": { "title": "no", "type": "null" }, "x-mask": "last4" }""", "1")
            .ShouldBe("""{"valid":true,"annotations":[{"valid":true,"keywordLocation":"/title","absoluteKeywordLocation":"https://sen.vn/s#/title","instanceLocation":"","annotation":"T"},{"valid":true,"keywordLocation":"/x-mask","absoluteKeywordLocation":"https://sen.vn/s#/x-mask","instanceLocation":"","annotation":"last4"}]}""");
    }

    [Theory]
    [InlineData("^(?<y>[0-9]{4})-\\k<y>$", "2026-2026", true)]
    [InlineData("^\\w+$", "đường", false)]
    [InlineData("^\\p{Script=Latin}+$", "đường", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😂]+$", "😀😁", true)]
    [InlineData("(a)|\\1b", "b", true)]
    [InlineData("[]", "a", false)]
    public void Pattern_FollowsEcma262(string pattern, string text, bool matches) =>
        Schema(new JsonObject { ["pattern"] = pattern }.ToJsonString()).Validate(JsonSerializer.SerializeToUtf8Bytes(text)).Valid.ShouldBe(matches);
}
