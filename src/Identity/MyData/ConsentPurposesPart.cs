using System.Text.Json;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity.MyData;

/// <summary>A purpose of <c>consents.yaml</c>: name and sentence in the three languages. Other words need another version.</summary>
internal sealed class ConsentPurposeEntry
{
    public required string Code { get; init; }
    public required int Version { get; init; }
    public required Dictionary<string, string> Name { get; init; }
    public required Dictionary<string, string> Sentence { get; init; }
}

/// <summary>Brings the purposes that persons may consent to.</summary>
internal sealed class ConsentPurposesPart(Database db)
{
    private const string File = "consents.yaml";

    private sealed record Known(string Code, int Version, string Sentences);

    public async Task<string> Apply(Pack pack, CancellationToken ct)
    {
        if (!pack.Has(File))
            return "";
        var entries = pack.Read<List<ConsentPurposeEntry>>(File);
        await using var work = await db.Begin(Actor.Part("pack"), ct);
        var known = (await work.Query<Known>("select code, version, sentences::text as sentences from identity.consent_purpose for update", ct: ct)).ToDictionary(k => k.Code);
        var changed = 0;
        foreach (var entry in entries)
        {
            if (Texts.Languages.Except(entry.Name.Keys).Concat(Texts.Languages.Except(entry.Sentence.Keys)).FirstOrDefault() is { } missing)
                throw new PackException(File, 0, $"purpose {entry.Code} lacks a text in '{missing}'");
            if (known.TryGetValue(entry.Code, out var before))
            {
                var same = JsonSerializer.Deserialize<Dictionary<string, string>>(before.Sentences)!.All(s => entry.Sentence.GetValueOrDefault(s.Key) == s.Value);
                if (entry.Version < before.Version || (entry.Version == before.Version && !same))
                    throw new PackException(File, 0, $"purpose {entry.Code}: other words need a version above {before.Version}; people consented to the old ones");
                if (entry.Version == before.Version)
                    continue;
            }
            changed++;
            work.Add("""
                insert into identity.consent_purpose (code, version, names, sentences, active) values (@Code, @Version, @Names::jsonb, @Sentences::jsonb, true)
                on conflict (code) do update set version = excluded.version, names = excluded.names, sentences = excluded.sentences, active = true
                """, new { entry.Code, entry.Version, Names = JsonSerializer.Serialize(entry.Name), Sentences = JsonSerializer.Serialize(entry.Sentence) });
        }
        if (changed > 0)
        {
            work.Audit("consent.set-purposes", new Ref("pack", pack.Name), after: entries.Select(e => new { e.Code, e.Version }));
            await work.Commit(ct);
        }
        return $"consent purposes: {entries.Count}, changed: {changed}";
    }
}
