using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sen.Bench.Sigma;

/// <summary>
/// Makes many different events of about 2 KB of the regression events: other computers, users, numbers and paths by a seed, and the
/// rendered <c>Message</c> that forwarders add, cut so that the whole is 2,048 bytes.
/// </summary>
internal sealed class EventMill
{
    private const int Size = 2_048;
    private readonly Random _random = new(7);

    public EventMill(string folder, int count)
    {
        var seeds = System.IO.Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Where(file => file.Contains("/regression_data/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(file => Objects(File.ReadAllBytes(file))).ToArray();
        Seeds = seeds.Length;
        Lines = [.. Enumerable.Range(0, count).Select(i => Make(seeds[i % seeds.Length]))];
    }

    public int Seeds { get; }

    public byte[][] Lines { get; }

    private byte[] Make(string seed)
    {
        var root = JsonNode.Parse(seed)!.AsObject();
        var system = root["Event"]!["System"]!.AsObject();
        system["Computer"] = $"PC-{_random.Next(5_000)}.tinh.example";
        system["EventRecordID"] = _random.Next(1, 90_000_000);
        var data = (root["Event"]!["EventData"] ?? root["Event"]!["UserData"])!.AsObject();
        var message = new StringBuilder();
        foreach (var (name, value) in data.ToArray())
        {
            if (name is "ProcessId" or "ParentProcessId")
                data[name] = _random.Next(100, 40_000);
            else if (name is "User" or "ParentUser")
                data[name] = $"TINH\\canbo{_random.Next(3_000)}";
            else if (name is "UtcTime")
                data[name] = DateTime.UnixEpoch.AddSeconds(_random.Next(1_700_000_000, 1_800_000_000)).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            message.Append(name).Append(": ").Append(data[name]?.ToString()).Append("\r\n");
        }
        var bare = Encoding.UTF8.GetByteCount(root.ToJsonString());
        while (message.Length < Size)
            message.Append("Additional information was not recorded for this entry.\r\n");
        for (var length = Size - bare; length > 0; length -= 8)
        {
            root["Message"] = message.ToString(0, length);
            var line = JsonSerializer.SerializeToUtf8Bytes(root);
            if (line.Length <= Size)
                return line;
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static List<string> Objects(byte[] utf8)
    {
        var objects = new List<string>();
        var reader = new Utf8JsonReader(utf8.AsSpan().StartsWith("\uFEFF"u8) ? utf8.AsSpan(3) : utf8, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using var document = JsonDocument.ParseValue(ref reader);
            objects.Add(document.RootElement.GetRawText());
        }
        return objects;
    }
}
