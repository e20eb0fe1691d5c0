namespace Sen.Tests.Access;

/// <summary>
/// Every handler, one by one: who holds the right at another unit, whose thing it is not, whose delegation has ended, who did not prove anew
/// who they are, and a form from elsewhere are refused and change nothing; the same call of whoever may goes through.
/// </summary>
public sealed class RefusalTests(Stage stage) : IClassFixture<Stage>
{
    private static readonly Lazy<IReadOnlyDictionary<string, Handler>> Lines = new(() => Handler.Read().ToDictionary(l => l.Key));

    [Fact]
    public async Task Handlers_AreThoseOfTheTable()
    {
        var now = Handler.Of(stage.Services);
        var written = Handler.Read().Select(l => l.Key).ToArray();
        now.Except(written).ShouldBeEmpty("decide who is refused, then write the line into handlers.txt");
        written.Except(now).ShouldBeEmpty("gone from the program");
        written.ShouldBeUnique();
        // What names a thing says who is refused it; nobody forgets to decide.
        Handler.Read().Where(l => l.Who is not ("anybody" or "machine") && l.Path.Contains('{', StringComparison.Ordinal) && l.Guards.Contains("-")).ShouldBeEmpty();
        await Task.CompletedTask;
    }

    public static TheoryData<string> Each => [.. Handler.Read().Where(l => l.Guards.Any(g => g is "unit" or "row" or "confirm" or "reads" or "writes" or "form")).Select(l => l.Key)];

    [Theory]
    [MemberData(nameof(Each))]
    public async Task Call_WhoMayNot_IsRefusedAndChangesNothing(string key)
    {
        var line = Lines.Value[key];
        var given = await stage.Give(line);
        var call = line.Fill(given.Of);
        foreach (var (who, visitor) in await stage.Strangers(line))
            await Refused(line, call, who, visitor, given);
        if (line.Guards.Contains("confirm"))
        {
            var before = await given.Fingerprint();
            var asked = await call.Send(await stage.Stale(line.Who), line.Posts, await stage.Token(await stage.Stale(line.Who)));
            (asked.Location?.StartsWith("/xac-nhan", StringComparison.Ordinal) == true || asked.Status == 403 || asked.Document.QuerySelector(".x-errors") is not null)
                .ShouldBeTrue($"{key} without step-up: {asked.Status} {asked.Location} {Said(asked)}");
            (await given.Fingerprint()).ShouldBe(before, $"{key} without step-up");
        }
        var rightful = await stage.Rightful(line);
        if (line.Posts)
        {
            var before = await given.Fingerprint();
            (await call.Send(rightful, true, token: null)).Status.ShouldBe(400, $"{key} without antiforgery token");
            (await given.Fingerprint()).ShouldBe(before, $"{key} without antiforgery token");
        }
        await Goes(line, call, rightful, given);
    }

    public static TheoryData<string> EachOfMachines => [.. Handler.Read().Where(l => l.Who == "machine").Select(l => l.Key)];

    [Theory]
    [MemberData(nameof(EachOfMachines))]
    public async Task Call_ByASystem_NeedsAKeyInForceTheScopeAndTheUnit(string key)
    {
        var line = Lines.Value[key];
        var scope = Door.Of(stage.Services).Single(d => d.Method == line.Method && d.Path == line.Path).Permission;
        async Task<int> Ask(string token, string? cookies = null)
        {
            using var request = new HttpRequestMessage(new(line.Method), stage.Address + line.Fill(_ => "").Address);
            request.Headers.Authorization = token.Length > 0 ? new("Bearer", token) : null;
            if (cookies is not null)
                request.Headers.Add("Cookie", cookies);
            if (line.Posts)
                request.Content = new MultipartFormDataContent { { new ByteArrayContent(Stage.File("a.pdf")), "file", "a.pdf" } };
            return (int)(await Http.SendAsync(request)).StatusCode;
        }
        (await Ask("")).ShouldBe(401);
        var all = await stage.Rightful(line with { Who = "quantri" });
        (await Ask("", string.Join("; ", all.Cookies.Select(c => $"{c.Key}={c.Value}")))).ShouldBe(401, "a person's session is no key");
        (await Ask("sen_AAAAAAAAAAAA_" + new string('A', 44))).ShouldBe(401);
        var good = await stage.Key(scope);
        (await Ask(good[..^1] + (good[^1] == 'A' ? 'B' : 'A'))).ShouldBe(401);
        (await Ask(good.ToUpperInvariant())).ShouldBe(401);
        (await Ask(good + "," + good)).ShouldBe(401);
        (await Ask(await stage.Key(scope, "expires_at = @Now"))).ShouldBe(401);
        (await Ask(await stage.Key(scope, "revoked_at = @Now"))).ShouldBe(401);
        if (scope is not null)
            (await Ask(await stage.Key("khong.co"))).ShouldBe(403);
        // Of Long Xuyên, where the address names another ward.
        if (line.Path.Contains("{unit}", StringComparison.Ordinal))
            (await Ask(good)).ShouldBe(403);
        else
            (await Ask(good)).ShouldNotBeOneOf([401, 403]);
    }

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    private async Task Refused(Handler line, Call call, string who, Visitor visitor, Given given)
    {
        var before = await given.Fingerprint(who);
        var answer = await call.Send(visitor, line.Posts, await stage.Token(visitor));
        var refused = answer.Status is 403 or 404 || line.Posts && (line.Guards.Contains("silent") || answer.Document.QuerySelector(".x-errors") is not null);
        refused.ShouldBeTrue($"{who} at {line.Key}: {answer.Status} {answer.Location} {Said(answer)}");
        (await given.Fingerprint(who)).ShouldBe(before, $"{who} at {line.Key}");
    }

    /// <summary>Without this a wrong field would make every refusal true.</summary>
    private async Task Goes(Handler line, Call call, Visitor rightful, Given given)
    {
        var before = await given.Fingerprint(line.Who);
        var answer = await call.Send(rightful, line.Posts, await stage.Token(rightful));
        if (line.Guards.Contains("form"))
        {
            answer.Status.ShouldBeOneOf([200, 409, 422], $"{line.Who} at {line.Key}: {Said(answer)}");
            return;
        }
        answer.Status.ShouldBeOneOf([200, 302], $"{line.Who} at {line.Key}: {Said(answer)}");
        if (line.Posts && !line.Guards.Contains("reads"))
            (await given.Fingerprint(line.Who)).ShouldNotBe(before, $"{line.Who} at {line.Key} changed nothing: {answer.Status} {answer.Location} {Said(answer)}");
        answer.Document.QuerySelector(".x-errors")?.TextContent.ShouldBeNull($"{line.Who} at {line.Key}");
        stage.Used(given);
    }

    private static string? Said(Sheet sheet) => System.Text.RegularExpressions.Regex.Replace(
        (sheet.Document.QuerySelector(".x-errors") ?? sheet.Document.QuerySelector("main"))?.TextContent ?? "", @"\s+", " ") is { } text ? text[..Math.Min(400, text.Length)] : null;
}
