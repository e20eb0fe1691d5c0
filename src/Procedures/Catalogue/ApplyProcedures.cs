using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>Applies <c>procedures/*.yaml</c> of a pack. A version once published never changes: a change is a new version.</summary>
internal static class ApplyProcedures
{
    public static async Task<string> Run(IServiceProvider services, Pack pack, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        int added = 0, same = 0;
        foreach (var (file, procedure) in pack.ReadAll<Procedure>("procedures"))
        {
            _ = new FormRules(procedure);   // refuses a rule that names what no question has
            var body = JsonSerializer.Serialize(procedure, ProcedureCatalogue.Json);
            await using var work = await db.Begin(Actor.Part("pack"), ct);
            var before = await work.OneOrNone<bool?>(
                "select body = @body::jsonb from procedures.procedure where code = @Code and version = @Version",
                new { body, procedure.Code, procedure.Version }, ct);
            if (before is false)
                throw new InvalidDataException($"{file}: version {procedure.Version} of {procedure.Code} was published with other content; raise its version");
            if (before is true)
            {
                same++;
                continue;
            }
            work.Add("""
                insert into procedures.procedure (code, version, body, name, field, search, valid_from, valid_to)
                values (@Code, @Version, @Body::jsonb, @Name, @Field, sen_fold(@Search), @ValidFrom, @ValidTo)
                """, new
            {
                procedure.Code,
                procedure.Version,
                Body = body,
                Name = procedure.Name.Vi,
                Field = procedure.Field.Vi,
                Search = string.Join(' ', new[] { procedure.Code, procedure.Name.Vi, procedure.Name.En, procedure.Name.Ar, procedure.Field.Vi, procedure.Field.En, procedure.Summary.Vi, procedure.Summary.En }.Where(t => t is not null)),
                procedure.ValidFrom,
                procedure.ValidTo,
            });
            work.Audit("procedure.publish", new Ref("procedure", procedure.Code), after: new { procedure.Version, file });
            await work.Commit(ct);
            added++;
        }
        return $"procedures: {added} published, {same} unchanged";
    }
}
