using System.Text;
using Sen.Tests.Unit.Signatures;

namespace Sen.Tests.Access;

/// <summary>A thing made for a call: the values that the table names, and a statement that reads its rows as one text.</summary>
internal sealed record Thing(IReadOnlyDictionary<string, string> Parts, string Print);

/// <summary>The things of one line.</summary>
internal sealed class Given(Stage stage, IReadOnlyDictionary<string, Thing> things)
{
    public IEnumerable<string> Names => things.Keys;

    public string Of(string name) => name.Split('.') is [var thing, var part] ? things[thing].Parts[part] : things[name].Parts["id"];

    /// <summary>The rows of the things, and how many acts of one person stand in the ledger.</summary>
    public async Task<string> Fingerprint(string? who = null)
    {
        var text = new StringBuilder();
        foreach (var (name, thing) in things)
            text.Append(name).Append(' ').AppendLine(await stage.Db.One<string?>($"select coalesce(({thing.Print}), '')"));
        if (who is not null)
            text.Append(await stage.Db.One<long>("select count(*) from data.v_ledger where body::jsonb -> 'actor' ->> 'id' = @id", new { id = stage.IdOf(who) }));
        return text.ToString();
    }
}

/// <summary>
/// The program with people who hold every right, but at another ward, or by a delegation that has ended; and with a maker of each thing
/// that a handler asks for.
/// </summary>
public sealed partial class Stage : Web
{
    private const string Elsewhere = "hotich.myhoahung", Delegate = "giamdoc.sotuphap", Other = "citizen2";
    private readonly Dictionary<string, Visitor> _fresh = [], _stale = [];
    private readonly Dictionary<Visitor, string> _tokens = [];
    private readonly Dictionary<string, Thing> _things = [];
    private Dictionary<string, string> _ids = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var all = string.Join(',', Sen.Identity.Permissions.All);
        await AsOwner($$"""
            insert into identity.role (code, names, sentences, permissions) values ('everything', '{"vi":"Mọi quyền"}', '{"vi":"Để thử."}', '{{{all}}}');
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from) values ('demo-staff-mh-2', 'everything', 'H01.30313', '2026-01-01'), ('demo-staff-ag-3', 'everything', 'H01', '2026-01-01');
            insert into identity.delegation (id, from_id, to_id, permissions, unit_code, valid_from, valid_to, decision, made_by, made_at)
              values (gen_random_uuid(), 'demo-staff-ag-3', 'demo-staff-ag-1', '{{{all}}}', 'H01', '2026-11-01', '2027-01-01', 'Quyết định', 'test', now());
            """);
        _ids = (await Db.Query<(string Name, string Id)>("select user_name, id from identity.staff")).ToDictionary(s => s.Name, s => s.Id);
        (_ids["citizen"], _ids[Other], _ids["anybody"]) = ("demo-citizen-1", "demo-citizen-2", "");
        foreach (var who in Handler.Read().Where(l => l.Guards.Contains("confirm")).Select(l => l.Who).Distinct())
            _stale[who] = await SignIn(who);
        // The delegation held, then was taken back.
        var lent = await Visitor(Delegate);
        (await lent.Get("/mot-cua")).Status.ShouldBe(200);
        (await lent.Get("/danh-ba/H01.30307.MC/lien-he")).Status.ShouldBe(200);
        await AsOwner("update identity.delegation set ended_at = now(), ended_by = 'test' where to_id = 'demo-staff-ag-1'");
        Clock.Pass(TimeSpan.FromMinutes(11));
        await Eventually("the delegation is forgotten", async () => (await lent.Get("/mot-cua")).Status == 403);
        _fresh.Clear();
    }

    internal string IdOf(string who) => _ids[who];

    internal static byte[] File(string name) => name.EndsWith(".pdf", StringComparison.Ordinal) ? Samples.Pdf(false) : [0x50, 0x4B, 0x03, 0x04];

    internal async Task<Visitor> Rightful(Handler line) => line.Guards.Contains("fresh") ? await SignIn(line.Who) : await Visitor(line.Who);

    internal Task<Visitor> Stale(string who) => Task.FromResult(_stale[who]);

    /// <summary>Whom the line's guards mean.</summary>
    internal async Task<IReadOnlyList<(string Who, Visitor Visitor)>> Strangers(Handler line)
    {
        var names = new List<string>();
        if (line.Guards.Contains("unit"))
            names.AddRange([Elsewhere, Delegate]);
        if (line.Guards.Contains("row"))
            names.AddRange(line.Who == "citizen" ? [Other] : [Elsewhere, line.Who == "motcua.longxuyen" ? "hotich.longxuyen" : "motcua.longxuyen"]);
        var found = new List<(string, Visitor)>();
        foreach (var name in names)
            found.Add((name, await Visitor(name)));
        return found;
    }

    internal async Task<string> Token(Visitor visitor)
    {
        if (!_tokens.TryGetValue(visitor, out var token))
            _tokens[visitor] = token = (await visitor.Get("/dang-xuat")).Value("__RequestVerificationToken")!;
        return token;
    }

    /// <summary>Makes what the line names; what an earlier call has not used up is there still.</summary>
    internal async Task<Given> Give(Handler line)
    {
        var names = line.Values.SelectMany(v => Named().Matches(v.Name + " " + v.Value).Select(m => m.Groups[1].Value)).Distinct().ToArray();
        foreach (var name in names.Where(n => !_things.ContainsKey(n)))
            _things[name] = await Make(name);
        return new(this, names.ToDictionary(n => n, n => _things[n]));
    }

    internal void Used(Given given)
    {
        foreach (var name in given.Names)
            _things.Remove(name);
    }

    private async Task<Visitor> Visitor(string who)
    {
        if (!_fresh.TryGetValue(who, out var visitor))
        {
            _fresh[who] = visitor = await SignIn(who);
            if (who is not ("anybody" or "citizen" or Other or "machine"))
                await Confirm(visitor, who);
        }
        return visitor;
    }

    private Task<Visitor> SignIn(string who) => who switch
    {
        "anybody" or "machine" => Task.FromResult(Visitor()),
        "citizen" => Citizen(1),
        Other => Citizen(2),
        _ => Staff(who),
    };

    [System.Text.RegularExpressions.GeneratedRegex(@"@([a-z][a-z-]*)(?:\.[a-z]+)?")]
    private static partial System.Text.RegularExpressions.Regex Named();
}
