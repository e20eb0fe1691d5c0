using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Sen.Data;
using Sen.Host;

namespace Sen.Tests.Events;

/// <summary>Holds <c>docs/events.md</c> to the records that publish: what travels between modules never changes unseen.</summary>
public sealed class SnapshotTests
{
    private static readonly IReadOnlyList<Type> Records =
    [
        .. System.IO.Directory.EnumerateFiles(AppContext.BaseDirectory, "Sen.*.dll")
            .Where(f => !Path.GetFileName(f).StartsWith("Sen.Tests", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom).Append(typeof(WebApp).Assembly).Distinct()
            .SelectMany(a => a.GetTypes()).Where(t => t.GetCustomAttribute<EventAttribute>() is not null),
    ];

    private static string Page => Path.Combine(Web.Repository, "docs", "events.md");

    [Fact]
    public async Task EventsPage_IsThatOfTheRecords()
    {
        var now = Write();
        if (Environment.GetEnvironmentVariable("SEN_WRITE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(Page, now);
        (await File.ReadAllTextAsync(Page)).ShouldBe(now, "a published event keeps its fields; a new one gets its row: run this test with SEN_WRITE_SNAPSHOTS=1");
    }

    [Fact]
    public void Subscribers_ReadOnlyWhatIsPublished()
    {
        var published = Records.Where(Publishes).ToDictionary(Name);
        foreach (var record in Records.Where(r => !Publishes(r)))
        {
            published.ShouldContainKey(Name(record), $"{record.FullName} reads an event that nobody publishes");
            Fields(record).Except(Fields(published[Name(record)])).ShouldBeEmpty(record.FullName);
        }
    }

    [Fact]
    public void Publishers_HaveOneRecordAnEvent() =>
        Records.Where(Publishes).GroupBy(Name).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    // A module publishes under its own name only.
    private static bool Publishes(Type record) => Module(record).Equals(Name(record).Split('.')[0], StringComparison.OrdinalIgnoreCase);

    private static string Module(Type record) => record.Assembly.GetName().Name!.Split('.')[^1];

    private static string Name(Type record) => record.GetCustomAttribute<EventAttribute>() is var e ? $"{e!.Name} {e.Version}" : "";

    private static IEnumerable<string> Fields(Type record) =>
        record.GetProperties().Select(p => $"{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}: {TypeOf(p.PropertyType)}");

    private static string TypeOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? TypeOf(inner) + "?"
        : type == typeof(Guid) ? "uuid" : type == typeof(DateTimeOffset) ? "date-time" : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(DateOnly) ? "date" : type == typeof(bool) ? "boolean" : type == typeof(decimal) ? "number" : type == typeof(string) ? "string" : type.Name;

    private static string Write()
    {
        var page = new StringBuilder("""
            # Events

            What modules tell each other, by name and version, as JSON in the outbox. Made from the records; a test holds it to them.

            | Event | Version | Module | Fields |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var record in Records.Where(Publishes).OrderBy(Name, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| {Name(record).Replace(" ", " | ", StringComparison.Ordinal)} | {Module(record)} | {string.Join(", ", Fields(record).Select(f => $"`{f}`"))} |\n");
        return page.ToString();
    }
}
