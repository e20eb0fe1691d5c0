using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Sen.Tests;

/// <summary>What a browser shows.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Location">Where it leads on, or null.</param>
/// <param name="Document">The page.</param>
/// <param name="Answer">The answer as it came.</param>
internal sealed record Sheet(string Path, int Status, string? Location, IHtmlDocument Document, HttpResponseMessage Answer)
{
    /// <summary>What one reads on it.</summary>
    public string Text => Document.Body?.TextContent ?? "";

    /// <summary>What is said beside a field, or null when nothing is.</summary>
    public string? ErrorAt(string field) => Document.QuerySelector($"[id='{FieldId(field)}-error']")?.TextContent.Trim();

    /// <summary>What a field shows.</summary>
    public string? Value(string field) => Document.QuerySelector($"[name='{field}']") switch
    {
        IHtmlInputElement { Type: "radio" or "checkbox" } => (Document.QuerySelector($"[name='{field}']:checked") as IHtmlInputElement)?.Value,
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        _ => null,
    };

    private static string FieldId(string field) => field.Replace('.', '_');
}

/// <summary>A file that a visitor attaches.</summary>
internal sealed record Attachment(string Field, string Name, byte[] Content);

/// <summary>A browser without script: own cookies, real forms with whatever stands in them, redirects shown and not followed.</summary>
internal sealed class Visitor(Uri home, Func<IEnumerable<string>> errors)
{
    private static readonly HtmlParser Parser = new();
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    // By hand, since a cookie's end is told by the clock of the test.
    private readonly Dictionary<string, string> _cookies = [];

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>What a browser that lies would send.</summary>
    public void SetCookie(string name, string value) => _cookies[name] = value;

    public Task<Sheet> Get(string path) => Send(HttpMethod.Get, path, null, "text/html");

    /// <summary>As a machine asks.</summary>
    public Task<Sheet> GetJson(string path) => Send(HttpMethod.Get, path, null, "application/json");

    public async Task<byte[]> Download(string path) => await (await Get(path)).Answer.Content.ReadAsByteArrayAsync();

    /// <summary>Goes where the answer leads.</summary>
    public Task<Sheet> Follow(Sheet sheet) => Get(sheet.Location.ShouldNotBeNull($"{sheet.Path} {sheet.Status}: {sheet.Document.QuerySelector("[role=alert], .x-errors, main")?.TextContent}"));

    /// <summary>Sends a form of a page with all that stands in it, changed as given; null leaves a field out.</summary>
    public Task<Sheet> Post(Sheet page, string form, params (string Name, string? Value)[] fields) => Upload(page, form, [], fields);

    /// <summary>The same with files.</summary>
    public async Task<Sheet> Upload(Sheet page, string form, IReadOnlyList<Attachment> files, params (string Name, string? Value)[] fields)
    {
        var element = page.Document.QuerySelector(form) as IHtmlFormElement
            ?? throw new InvalidOperationException($"{page.Path} ({page.Status}) has no {form}: {page.Document.QuerySelector("main")?.TextContent}");
        var values = Values(element).Where(v => fields.All(f => f.Name != v.Name)).ToList();
        values.AddRange(fields.Where(f => f.Value is not null)!);
        return await Post(element.GetAttribute("action") is { Length: > 0 } action ? action : page.Path, values, files);
    }

    /// <summary>Posts fields that need not be on any page.</summary>
    public Task<Sheet> Post(string path, IEnumerable<(string Name, string Value)> values, IReadOnlyList<Attachment> files)
    {
        if (files.Count == 0)
            return Send(HttpMethod.Post, path, new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Name, v.Value))), "text/html");
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in values)
            content.Add(new StringContent(value), name);
        foreach (var file in files)
        {
            var part = new ByteArrayContent(file.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Add(part, file.Field, file.Name);
        }
        return Send(HttpMethod.Post, path, content, "text/html");
    }

    /// <summary>What a browser would send of a form.</summary>
    public static IEnumerable<(string Name, string Value)> Values(IHtmlFormElement form) =>
        form.QuerySelectorAll("input, textarea, select").SelectMany<IElement, (string, string)>(element => element switch
        {
            IHtmlInputElement { Name.Length: > 0, Type: "radio" or "checkbox" } box => box.IsChecked ? [(box.Name!, box.Value)] : [],
            IHtmlInputElement { Name.Length: > 0, Type: not "file" } input => [(input.Name!, input.Value)],
            IHtmlTextAreaElement { Name.Length: > 0 } area => [(area.Name!, area.Value)],
            IHtmlSelectElement { Name.Length: > 0 } select => [(select.Name!, select.Value ?? "")],
            _ => [],
        });

    private async Task<Sheet> Send(HttpMethod method, string path, HttpContent? content, string accept)
    {
        using var request = new HttpRequestMessage(method, new Uri(home, path)) { Content = content };
        request.Headers.Accept.ParseAdd(accept);
        if (method == HttpMethod.Post)
            request.Headers.Add("Origin", home.GetLeftPart(UriPartial.Authority));
        lock (_cookies)
            if (_cookies.Count > 0 && request.RequestUri!.Authority == home.Authority)
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        var answer = await Http.SendAsync(request);
        if (request.RequestUri!.Authority == home.Authority && answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                Keep(cookie);
        // No test expects a failure: the log says why.
        if ((int)answer.StatusCode == 500)
            throw new InvalidOperationException($"{method} {path} failed: {errors().LastOrDefault()}");
        var text = answer.Content.Headers.ContentType?.MediaType is "text/html" ? await answer.Content.ReadAsStringAsync() : "";
        return new(path, (int)answer.StatusCode, answer.Headers.Location?.OriginalString, Parser.ParseDocument(text), answer);
    }

    private void Keep(string cookie)
    {
        var pair = cookie.Split(';')[0].Split('=', 2);
        lock (_cookies)
            if (pair[1].Length == 0)
                _cookies.Remove(pair[0]);
            else
                _cookies[pair[0]] = pair[1];
    }
}
