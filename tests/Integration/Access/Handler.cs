using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Sen.Tests.Access;

/// <summary>
/// One handler of the program, and one line of <c>handlers.txt</c>: what it answers, who rightly calls it, who is refused, and a call that
/// goes through for the first and for nobody else.
/// </summary>
/// <param name="Name">Of a page's named handler; <c>-</c> for the plain one and for endpoints.</param>
/// <param name="Who">Account that may, <c>citizen</c>, <c>anybody</c> or <c>machine</c>.</param>
/// <param name="Guards">See <c>handlers.txt</c>.</param>
/// <param name="Values">Names of the route, of the query or of the form, with what stands in them; <c>@thing.part</c> is made for the call.</param>
internal sealed partial record Handler(string Method, string Path, string Name, string Who, IReadOnlySet<string> Guards, IReadOnlyList<(string Name, string Value)> Values)
{
    public string Key => $"{Method} {Path} {Name}";
    public bool Posts => Method != "GET";
    public override string ToString() => Key;

    // A page that filters its own handlers has a method that looks like one.
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    public static string Table => System.IO.Path.Combine(Web.Repository, "tests", "Integration", "Access", "handlers.txt");

    /// <summary>The lines of the table; those with # say how it is read.</summary>
    public static IReadOnlyList<Handler> Read() => [.. File.ReadLines(Table).Where(l => l.Length > 0 && l[0] != '#').Select(Parse)];

    private static Handler Parse(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var method, var path, var name, var who, var guards, .. var values]
        ? new(method, path, name, who, guards.Split(',').ToHashSet(), [.. values.Select(v => (v[..v.IndexOf('=')], Uri.UnescapeDataString(v[(v.IndexOf('=') + 1)..].Replace('+', ' '))))])
        : throw new FormatException(line);

    /// <summary>Every handler that the running program has, as the table's lines begin.</summary>
    public static IReadOnlyList<string> Of(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(e => Names(e).Select(n => $"{n.Method} /{e.RoutePattern.RawText!.TrimStart('/')} {n.Name}"))
            .Distinct().OrderBy(k => k.Split(' ')[1], StringComparer.Ordinal).ThenBy(k => k, StringComparer.Ordinal),
    ];

    private static IEnumerable<(string Method, string Name)> Names(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(m => (m, "-"));
        var handlers = ((CompiledPageActionDescriptor)page).HandlerMethods.Where(h => Methods.Contains(h.HttpMethod, StringComparer.OrdinalIgnoreCase)).Select(h => (h.HttpMethod.ToUpperInvariant(), h.Name ?? "-")).ToArray();
        return handlers.Any(h => h.Item1 == "GET") ? handlers : handlers.Append(("GET", "-"));
    }

    /// <summary>The call with all that the values name put in.</summary>
    public Call Fill(Func<string, string> given)
    {
        var values = Values.Select(v => (Name: Named().Replace(v.Name, m => given(m.Value[1..])), Value: Named().Replace(v.Value, m => given(m.Value[1..])))).ToList();
        var address = RoutePart().Replace(Path, m =>
        {
            var found = values.FirstOrDefault(v => v.Name == m.Groups[1].Value);
            values.Remove(found);
            return Uri.EscapeDataString(found.Value ?? (m.Value.EndsWith("?}", StringComparison.Ordinal) ? "" : throw new FormatException($"{Key} does not say {m.Value}")));
        });
        var query = values.Where(v => !Posts || v.Name[0] == '?').ToArray();
        if (Name != "-")
            query = [("handler", Name), .. query];
        var asked = string.Join('&', query.Select(q => $"{q.Name.TrimStart('?')}={Uri.EscapeDataString(q.Value)}"));
        return new(address + (asked.Length > 0 ? "?" + asked : ""), [.. values.Where(v => Posts && v.Name[0] is not ('?' or '^'))],
            [.. values.Where(v => v.Name[0] == '^').Select(v => new Attachment(v.Name[1..], v.Value, Stage.File(v.Value)))]);
    }

    [GeneratedRegex(@"@[a-z][a-z-]*(\.[a-z]+)?")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{(\w+)(:\w+)?\??\}")]
    private static partial Regex RoutePart();
}

/// <summary>A call as it is sent.</summary>
internal sealed record Call(string Address, IReadOnlyList<(string Name, string Value)> Fields, IReadOnlyList<Attachment> Files)
{
    public Task<Sheet> Send(Visitor visitor, bool posts, string? token) => !posts ? visitor.Get(Address)
        : visitor.Post(Address, token is null ? Fields : Fields.Append(("__RequestVerificationToken", token)), Files);
}
