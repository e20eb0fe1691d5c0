using System.Globalization;
using System.Text.Json.Nodes;
using Sen.Data;
using Sen.Directory;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>Prints the receipt of a dossier (form 01).</summary>
[Job("procedures.print-receipt")]
internal sealed record PrintReceipt(Guid Dossier);

/// <summary>Prints the drafted result of a dossier.</summary>
[Job("procedures.print-result")]
internal sealed record PrintResult(Guid Dossier);

/// <summary>What the print templates show.</summary>
internal sealed record PrintSheet(
    Dossier Dossier, Procedure Procedure, Unit Office, Unit Body, string Qr, IReadOnlyList<AttachedPaper> Papers, JsonObject Fields,
    DateTimeOffset At)
{
    /// <summary>A field of the result as it is printed; dates in the Vietnamese form.</summary>
    public string Field(string id) => (string?)Fields[id] is not { } text ? ""
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            ? on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : text;
}

/// <summary>Prints in the background: a printer that stands still never stops a citizen.</summary>
internal sealed class PrintJobs(Database db, Dossiers dossiers, ProcedureCatalogue catalogue, Units units, Printer printer, RazorText razor, FileStore files, PublicAddress address)
{
    public async Task Receipt(PrintReceipt job, CancellationToken ct)
    {
        var sheet = await Sheet(job.Dossier, [], ct);
        if (sheet.Dossier.ReceiptFile is not null)
            return;
        var file = await Print("/Procedures/Print/Receipt.cshtml", sheet, $"giay-tiep-nhan-{sheet.Dossier.Number}.pdf", ct);
        await using var work = await db.Begin(Actor.Part("print"), ct);
        work.Add("update procedures.dossier set receipt_file = @File where id = @Dossier and receipt_file is null", new { File = file, job.Dossier });
        work.Publish(new DossierPrinted(job.Dossier, sheet.Dossier.Office));
        work.Audit("dossier.print-receipt", Names.Dossier(job.Dossier), after: new { file });
        await work.Commit(ct);
    }

    public async Task Result(PrintResult job, CancellationToken ct)
    {
        if (await dossiers.Result(job.Dossier, ct) is not { IsPrinted: false } draft)
            return;
        var sheet = await Sheet(job.Dossier, JsonNode.Parse(draft.Fields)!.AsObject(), ct) with
        {
            // On the result the code leads to its verdict: is this what was issued?
            Qr = QrCode.Svg(address.For($"/xac-thuc/dossier/{job.Dossier}")),
        };
        var file = await Print($"/Procedures/Print/{Template(sheet.Procedure)}.cshtml", sheet, $"ket-qua-{sheet.Dossier.Number}.pdf", ct);
        await using var work = await db.Begin(Actor.Part("print"), ct);
        work.Add("update procedures.result_draft set file = @File, printed_version = @Version where dossier_id = @Dossier and version = @Version",
            new { File = file, draft.Version, job.Dossier });
        work.Publish(new DossierPrinted(job.Dossier, sheet.Dossier.Office));
        work.Audit("dossier.print-result", Names.Dossier(job.Dossier), after: new { file, draft.Version });
        await work.Commit(ct);
    }

    /// <summary>Templates are pages of this module; a pack names one of them.</summary>
    private static string Template(Procedure procedure) => procedure.ResultTemplate switch
    {
        "civil-status-extract" => "CivilStatusExtract",
        var other => throw new JobCannotRunException($"no print template {other}"),
    };

    private async Task<Guid> Print(string view, PrintSheet sheet, string name, CancellationToken ct)
    {
        var pdf = await printer.Print(await razor.Render(view, sheet, "vi"), ct);
        using var content = new MemoryStream(pdf);
        var saved = await files.Save(content, name, FileRule.Pdf, Actor.Part("print"), ct);
        return saved.Ok ? saved.Value.Id : throw new InvalidOperationException($"the print could not be stored: {saved.Problem.Code}");
    }

    private async Task<PrintSheet> Sheet(Guid id, JsonObject fields, CancellationToken ct)
    {
        var dossier = await dossiers.Find(id.ToString(), ct) ?? throw new JobCannotRunException($"no dossier {id}");
        var (procedure, _) = await catalogue.Version(dossier.ProcedureCode, dossier.ProcedureVersion, ct);
        var office = (await units.Find(dossier.Office, ct))!;
        var body = office.ParentCode is { } parent ? (await units.Find(parent, ct))! : office;
        return new(dossier, procedure, office, body, QrCode.Svg(address.For($"/tra-cuu?so={Uri.EscapeDataString(dossier.Number!)}")),
            await dossiers.Papers(id, ct), fields, db.Now);
    }
}

/// <summary>Where this installation is reached from outside: what QR codes and messages lead to.</summary>
internal sealed record PublicAddress(string Root)
{
    public string For(string path) => Root.TrimEnd('/') + path;
}
