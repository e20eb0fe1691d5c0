using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sen.Schema;

namespace Sen.Bench.Schema;

/// <summary>A 10 KB form against its schema, beside a bare pass of <see cref="Utf8JsonReader"/> over the same bytes.</summary>
internal static class SchemaBench
{
    private const string Person = """
        {
          "type": "object", "additionalProperties": false,
          "required": ["name", "personalId", "birthDate", "ward", "kind", "plots"],
          "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 80, "x-personal-data": "basic" },
            "personalId": { "type": "string", "pattern": "^[0-9]{12}$", "x-personal-data": "basic", "x-mask": "last4" },
            "birthDate": { "type": "string", "format": "date" },
            "ward": { "type": "string", "maxLength": 120 },
            "phone": { "type": "string", "maxLength": 15 },
            "kind": { "enum": ["owner", "tenant", "heir", "authorised"] },
            "married": { "type": "boolean" },
            "income": { "type": "number", "minimum": 0, "maximum": 10000000000 },
            "note": { "$ref": "#/$defs/note" },
            "plots": { "type": "array", "minItems": 1, "maxItems": 20, "items": { "$ref": "#/$defs/plot" } }
          }
        }
        """;

    private const string Form = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object", "required": ["procedure", "people"],
          "properties": {
            "procedure": { "type": "string", "pattern": "^[0-9.]+$" },
            "people": { "type": "array", "maxItems": 100, "items": PERSON }
          },
          "$defs": {
            "note": { "type": "string", "maxLength": 500 },
            "plot": {
              "type": "object", "required": ["sheet", "number", "area"],
              "properties": {
                "sheet": { "type": "integer", "minimum": 1 }, "number": { "type": "integer", "minimum": 1 },
                "area": { "type": "number", "exclusiveMinimum": 0 }, "use": { "enum": ["ONT", "ODT", "LUC", "CLN"] }
              }
            }
          }
        }
        """;

    private static readonly JsonSerializerOptions AsBrowsersWrite = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Bench Bench { get; } = new("schema", "JSON Schema over a 10 KB form beside a bare reader pass", Run);

    private static int Run(string[] args)
    {
        var plain = Schema(Form.Replace("PERSON", Person, StringComparison.Ordinal));
        var withRule = Schema(Form.Replace("PERSON", Person.Replace("\"type\": \"object\", \"add", """
            "x-feel": { "rule": "date(birthDate) < date(\"2026-11-22\")", "message": "born-later", "at": "birthDate" }, "type": "object", "add
            """, StringComparison.Ordinal), StringComparison.Ordinal));
        var withTree = Schema(Form.Replace("PERSON", Person.Replace("\"minItems\": 1", "\"uniqueItems\": true", StringComparison.Ordinal), StringComparison.Ordinal));
        var bytes = Sample();
        if (!plain.Validate(bytes).Valid || !withRule.Validate(bytes).Valid || !withTree.Validate(bytes).Valid)
            throw new InvalidOperationException("the sample must hold");
        var wrong = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"sheet\":41", "\"sheet\":0", StringComparison.Ordinal));
        if (plain.Validate(wrong).Valid)
            throw new InvalidOperationException("the wrong sample must not hold");

        var bare = Timing.Of(() => Pass(bytes));
        Console.WriteLine($"{bytes.Length:N0} bytes");
        Console.WriteLine("| | µs | MB/s | of the bare pass | bytes allocated |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        Show("bare Utf8JsonReader pass", bare);
        Show("Validate, UTF-8", Timing.Of(() => plain.Validate(bytes)));
        Show("the same with a FEEL rule a person", Timing.Of(() => withRule.Validate(bytes)));
        Show("the same with uniqueItems (wants trees)", Timing.Of(() => withTree.Validate(bytes)));
        Show("one wrong value (read again for its error)", Timing.Of(() => plain.Validate(wrong)));
        Show("JsonDocument.Parse and Validate", Timing.Of(() =>
        {
            using var document = JsonDocument.Parse(bytes);
            plain.Validate(document.RootElement);
        }));
        return 0;

        void Show(string name, (double Nanoseconds, double Bytes) figure) => Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {figure.Nanoseconds / 1000:N1} | {bytes.Length * 1000 / figure.Nanoseconds:N0} | {bare.Nanoseconds / figure.Nanoseconds:P0} | {figure.Bytes:N0} |"));
    }

    private static JsonSchema Schema(string text)
    {
        using var document = JsonDocument.Parse(text);
        return JsonSchema.Compile(document.RootElement);
    }

    private static int Pass(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var count = 0;
        while (reader.Read())
            count++;
        return count;
    }

    private static byte[] Sample()
    {
        var people = new JsonArray();
        for (var i = 0; i < 24; i++)
        {
            people.Add(new JsonObject
            {
                ["name"] = $"Nguyễn Thị Mẫu {i}",
                ["personalId"] = $"0891{i:00000000}",
                ["birthDate"] = $"19{60 + i % 40}-0{i % 9 + 1}-1{i % 9}",
                ["ward"] = "Khóm Đông Thịnh, phường Mỹ Phước, tỉnh An Giang",
                ["phone"] = $"09120000{i:00}",
                ["kind"] = i % 2 == 0 ? "owner" : "heir",
                ["married"] = i % 3 == 0,
                ["income"] = 5_000_000 + i * 125_000.5m,
                ["note"] = "Đề nghị gửi kết quả qua bưu chính công ích.",
                ["plots"] = new JsonArray(
                    new JsonObject { ["sheet"] = 41 + i, ["number"] = 7 + i, ["area"] = 120.5m + i, ["use"] = "ONT" },
                    new JsonObject { ["sheet"] = 12 + i, ["number"] = 90 + i, ["area"] = 1500 + i, ["use"] = "LUC" }),
            });
        }
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["procedure"] = "1.012789", ["people"] = people },
            AsBrowsersWrite);
    }
}
