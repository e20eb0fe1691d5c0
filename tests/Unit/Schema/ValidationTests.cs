using System.Text.Json;
using Sen.Schema;

namespace Sen.Tests.Unit.Schema;

public sealed class ValidationTests
{
    private static JsonSchema Compiled(string schema, SchemaOptions? options = null) => JsonSchema.Compile(Json(schema), options);

    private static JsonElement Json(string text) => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 20_000 }).RootElement;

    [Theory]
    [InlineData("""{"type": "integer"}""", "1.0", true)]
    [InlineData("""{"type": "integer"}""", "1.5", false)]
    [InlineData("""{"type": ["string", "null"]}""", "null", true)]
    [InlineData("""{"enum": [1, "a"]}""", "1.00", true)]
    [InlineData("""{"multipleOf": 0.01}""", "4.02", true)]
    [InlineData("""{"multipleOf": 0.01}""", "1e308", true)]
    [InlineData("""{"maximum": 1e400}""", "9e399", true)]
    [InlineData("""{"minLength": 2}""", "\"\\uD83D\\uDE00\"", false)]
    [InlineData("""{"pattern": "^\\p{Letter}+$"}""", "\"Đường\"", true)]
    [InlineData("""{"pattern": "^\\d$"}""", "\"٣\"", false)]
    [InlineData("""{"uniqueItems": true}""", "[1, 1.0]", false)]
    [InlineData("""{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""", false)]
    [InlineData("""{"contains": {"const": 1}, "maxContains": 1}""", "[1, 1]", false)]
    public void Validation_Section6(string schema, string instance, bool valid) => Compiled(schema).Validate(Json(instance)).Valid.ShouldBe(valid);

    [Theory]
    [InlineData("""{"if": {"required": ["a"]}, "then": {"required": ["b"]}}""", """{"a": 1}""", false)]
    [InlineData("""{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}""", """{"a": 1}""", true)]
    [InlineData("""{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}""", """{"b": 1}""", false)]
    [InlineData("""{"prefixItems": [true], "unevaluatedItems": false}""", "[1, 2]", false)]
    [InlineData("""{"$ref": "#/$defs/n", "$defs": {"n": {"type": "number"}}}""", "\"x\"", false)]
    [InlineData("""{"$defs": {"node": {"$anchor": "node", "properties": {"next": {"$ref": "#node"}}, "required": ["v"]}}, "$ref": "#node"}""", """{"v": 1, "next": {}}""", false)]
    public void Applicators_And_References(string schema, string instance, bool valid) => Compiled(schema).Validate(Json(instance)).Valid.ShouldBe(valid);

    [Theory]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date-time", "2026-11-22T08:00:00+07:00", true)]
    [InlineData("date-time", "2026-11-22 08:00", false)]
    [InlineData("email", "can.bo@tinh.example", true)]
    [InlineData("email", "can bo@tinh.example", false)]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", true)]
    [InlineData("uuid", "2eb8aa08", false)]
    [InlineData("ipv4", "01.1.1.1", false)]
    [InlineData("uri", "//no-scheme", false)]
    public void Formats_AreAssertedByDefault(string format, string text, bool valid)
    {
        var schema = $$"""{"format": "{{format}}"}""";
        Compiled(schema).Validate(JsonSerializer.SerializeToElement(text)).Valid.ShouldBe(valid);
        Compiled(schema, new SchemaOptions { AssertFormats = false }).Validate(JsonSerializer.SerializeToElement(text)).Valid.ShouldBeTrue();
    }

    [Fact]
    public void Errors_SayWhereAndWhat()
    {
        var schema = Compiled("""{"properties": {"people": {"items": {"$ref": "#/$defs/person"}}}, "$defs": {"person": {"required": ["name"], "properties": {"a/b": {"maxLength": 3}}}}}""");
        var errors = schema.Validate(Json("""{"people": [{"a/b": "long"}]}""")).Errors;
        errors.Select(error => (error.InstancePath, error.KeywordPath, error.Code)).ShouldBe(
            [("/people/0", "/properties/people/items/$ref/required", "required"), ("/people/0/a~1b", "/properties/people/items/$ref/properties/a~1b/maxLength", "maxLength")]);
        errors[0].Args.ShouldBe(["name"]);
        errors[1].Args.ShouldBe([3, 4]);
    }

    [Fact]
    public void Rules_RefuseOnlyWhatIsFalse()
    {
        var schema = Compiled("""{"properties": {"from": {"format": "date"}, "to": {"format": "date"}}, "x-feel": {"rule": "date(from) <= date(to)", "message": "stay.order", "at": "to"}}""");
        schema.Validate(Json("""{"from": "2026-01-01", "to": "2026-01-02"}""")).Valid.ShouldBeTrue();
        schema.Validate(Json("""{"from": "2026-01-01"}""")).Valid.ShouldBeTrue();
        var error = schema.Validate(Json("""{"from": "2026-01-03", "to": "2026-01-02"}""")).Errors.Single();
        (error.InstancePath, error.Code, error.Args[0]).ShouldBe(("/to", "x-feel", "stay.order"));
    }

    [Fact]
    public void Fields_ListTheVocabulary()
    {
        var fields = Compiled("""
            {"properties": {"applicant": {"$ref": "#/$defs/person"}, "children": {"items": {"$ref": "#/$defs/person"}}},
             "$defs": {"person": {"properties": {"id": {"x-personal-data": "identity", "x-mask": "last-4"}, "ward": {"x-code-list": "wards"}, "parent": {"$ref": "#/$defs/person"}}}}}
            """).Fields;
        fields.Select(field => (field.Path, field.PersonalData, field.Mask, field.CodeList)).ShouldBe([
            ("/applicant/id", "identity", "last-4", null), ("/applicant/ward", null, null, "wards"),
            ("/children/*/id", "identity", "last-4", null), ("/children/*/ward", null, null, "wards")]);
    }

    [Theory]
    [InlineData("""{"$ref": "#/nowhere"}""")]
    [InlineData("""{"$ref": "https://example.org/not-given"}""")]
    [InlineData("""{"type": "text"}""")]
    [InlineData("""{"minLength": -1}""")]
    [InlineData("""{"pattern": "("}""")]
    [InlineData("""{"properties": {"a": 1}}""")]
    [InlineData("""{"x-feel": {"rule": "1 +", "message": "m"}}""")]
    public void Compile_WrongSchema_IsRefused(string schema) => Should.Throw<JsonSchemaException>(() => Compiled(schema));

    [Fact]
    public void Hostile_InputEndsClearly()
    {
        var tree = Compiled("""{"additionalProperties": {"$ref": "#"}, "items": {"$ref": "#"}}""");
        var deep = Json(string.Concat(Enumerable.Repeat("[", 10_000)) + new string(']', 10_000));
        tree.Validate(deep).Errors.ShouldContain(error => error.Code == "depth");
        Compiled("""{"allOf": [{"$ref": "#"}]}""").Validate(Json("1")).Errors.ShouldContain(error => error.Code == "depth");
        Compiled("""{"multipleOf": 7}""").Validate(Json("1e999999999")).Valid.ShouldBeFalse();
        Compiled("""{"pattern": "^(a+)+$"}""").Validate(JsonSerializer.SerializeToElement(new string('a', 40) + "!")).Valid.ShouldBeFalse();
    }

    /// <summary>Against plain C#: a schema of bounds and names, random instances.</summary>
    [Fact]
    public void Random_AgreesWithPlainChecks()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var (low, high) = (random.Next(-20, 20), random.Next(-20, 20));
            var names = "abcdef".Where(_ => random.Next(2) == 0).Select(c => c.ToString()).ToArray();
            var instance = "abcdef".Where(_ => random.Next(2) == 0).ToDictionary(c => c.ToString(), _ => random.Next(-25, 25));
            var schema = JsonSerializer.SerializeToElement(new Dictionary<string, object>
            {
                ["required"] = names.Take(2),
                ["additionalProperties"] = false,
                ["properties"] = names.ToDictionary(name => name, _ => new { minimum = low, exclusiveMaximum = high }),
            });
            var expected = names.Take(2).All(instance.ContainsKey) && instance.All(entry => names.Contains(entry.Key) && entry.Value >= low && entry.Value < high);
            JsonSchema.Compile(schema).Validate(JsonSerializer.SerializeToElement(instance)).Valid.ShouldBe(expected, $"seed {seed}, turn {i}");
        }
    }
}
