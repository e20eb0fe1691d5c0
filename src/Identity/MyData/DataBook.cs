using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sen.Data;
using Sen.Ui;

namespace Sen.Identity.MyData;

/// <summary>A look as the person sees it.</summary>
internal sealed record LookRow(long Id, DateTimeOffset At, string ActorName, string ActorTitle, string UnitPath, string Reason, string AboutKind, string AboutId);

/// <summary>A purpose and whether the person consented.</summary>
internal sealed record ConsentRow(string Code, int Version, string Name, string Sentence, bool Active, DateTimeOffset? GivenAt, DateTimeOffset? WithdrawnAt, int? GivenVersion)
{
    public bool Stands => GivenAt is not null && WithdrawnAt is null && GivenVersion == Version;
}

/// <summary>All that is held on a person, gathered from every module.</summary>
internal sealed class DataBook(Database db, IServiceProvider services, IEnumerable<PersonalDataSource> sources, Words words)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<IReadOnlyList<PersonalDataSection>> Held(string personId, CancellationToken ct)
    {
        var all = new List<PersonalDataSection>();
        foreach (var source in sources.OrderBy(s => s.Order))
            all.AddRange(await source.Read(services, personId, ct));
        return all;
    }

    /// <summary>A page of looks, the latest first.</summary>
    public Task<IReadOnlyList<LookRow>> Looks(string personId, long? before, int limit, CancellationToken ct) => db.Query<LookRow>("""
        select id, at, actor_name, actor_title, unit_path, reason, about_kind, about_id from identity.data_look
        where person_id = @personId and (@before::bigint is null or id < @before) order by id desc limit @limit
        """, new { personId, before, limit }, ct);

    /// <summary>Every purpose that is offered now or was consented to, with the latest consent of the person.</summary>
    public Task<IReadOnlyList<ConsentRow>> ConsentsOf(string personId, CancellationToken ct) => db.Query<ConsentRow>("""
        select p.code, p.version, coalesce(p.names ->> @language, p.names ->> 'vi') as name, coalesce(p.sentences ->> @language, p.sentences ->> 'vi') as sentence, p.active,
          c.given_at, c.withdrawn_at, c.version as given_version
        from identity.consent_purpose p
        left join lateral (select given_at, withdrawn_at, version from identity.consent where person_id = @personId and purpose = p.code order by given_at desc limit 1) c on true
        where p.active or c.given_at is not null
        order by p.code
        """, new { personId, language = words.Language }, ct);

    /// <summary>Everything as JSON, words in the reader's language: for the person and for other machines.</summary>
    public async Task<byte[]> Export(string personId, CancellationToken ct)
    {
        var looks = await Looks(personId, null, 1000, ct);
        var consents = await ConsentsOf(personId, ct);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            person = personId,
            madeAt = db.Now,
            law = "Law 91/2025/QH15; Decree 356/2025/NĐ-CP",
            sections = (await Held(personId, ct)).Select(s => new
            {
                title = words[s.Title],
                why = words[s.Why],
                data = s.Data.Select(d => new { label = words[d.Label], value = Machine(d.Value) }),
                more = s.More,
            }),
            looks = looks.Select(l => new { at = l.At, who = l.ActorName, title = l.ActorTitle, unit = l.UnitPath, why = words.Or("look." + l.Reason, l.Reason), about = $"{l.AboutKind}:{l.AboutId}" }),
            consents = consents.Where(c => c.GivenAt is not null).Select(c => new { purpose = c.Code, c.Name, version = c.GivenVersion, givenAt = c.GivenAt, withdrawnAt = c.WithdrawnAt }),
        }, Readable);
    }

    /// <summary>A value in the visitor's formats.</summary>
    public string Show(object? value) => value switch
    {
        null => "",
        DateOnly on => words.Date(on),
        DateTimeOffset at => words.Moment(at),
        TextKey text => words[text.Key],
        IFormattable number => number.ToString(null, CultureInfo.CurrentCulture),
        _ => value.ToString() ?? "",
    };

    private object? Machine(object? value) => value is TextKey text ? words[text.Key] : value;
}
