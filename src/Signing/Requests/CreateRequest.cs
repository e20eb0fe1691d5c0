using Sen.Data;
using Sen.Directory;
using Sen.Identity;
using Sen.Kernel;
using Sen.Signatures;

namespace Sen.Signing;

/// <summary>Asks people to sign a file, one after the other.</summary>
/// <param name="File">A stored PDF.</param>
/// <param name="Unit">The agency in whose name it is signed, and whose seal is used.</param>
/// <param name="Subject">What it is about; null for the request itself.</param>
internal sealed record CreateRequest(string Title, Guid File, string Unit, IReadOnlyList<WantedStep> Steps, string? Note, Ref? Subject = null);

internal sealed class CreateRequestHandler(Database db, FileStore files, Units units, Staff staff)
{
    public async Task<Result<Guid>> Handle(CreateRequest input, Actor actor, CancellationToken ct)
    {
        var problems = new List<Problem>(StepRules.Check(input.Steps, db.Now));
        if (input.Title.Trim().Length is < 3 or > 300)
            problems.Add(Problem.Invalid("signing.title-length", "Title"));
        var unit = await units.Find(input.Unit, ct);
        if (unit is null || !actor.UnitPath.StartsWith(unit.Path.Split('/')[0], StringComparison.Ordinal))
            problems.Add(Problem.Invalid("signing.no-unit", "Unit"));
        if (await Unreadable(input.File, ct) is { } unreadable)
            problems.Add(unreadable);
        var people = new Dictionary<string, StaffMember>(StringComparer.Ordinal);
        foreach (var (step, i) in input.Steps.Select((s, i) => (s, i)))
            if (step.Staff is { Length: > 0 } id)
                if (await staff.Find(id, ct) is { } member)
                    people[id] = member;
                else
                    problems.Add(Problem.Invalid("signing.step-nobody", $"Steps[{i}].Staff"));
        var holders = unit is null ? [] : await staff.HoldersOf(Permissions.DossierSign, unit.Path, ct);
        foreach (var (step, i) in input.Steps.Select((s, i) => (s, i)))
            if (unit is not null && step.Staff is { } id && Capacity.NeedsRight(step.Capacity) && people.GetValueOrDefault(id) is { } signer && holders.All(h => h.Id != id))
                problems.Add(Problem.Invalid("signing.step-may-not", $"Steps[{i}].Staff", signer.Name, unit.Name) with { Rule = "Nghị định 30/2020/NĐ-CP, Điều 13" });
        if (problems.Count > 0)
            return Result<Guid>.Refused(problems);

        var request = Guid.CreateVersion7(db.Now);
        var subject = input.Subject ?? new Ref("signing-request", request.ToString());
        await using var work = await db.Begin(actor, ct);
        work.Add("""
            insert into signing.request (id, title, unit_code, unit_path, subject_kind, subject_id, original, file, state, note, created_by, created_name, created_at)
            values (@Id, @Title, @Code, @Path, @SubjectKind, @SubjectId, @File, @File, 'Open', @Note, @By, @Name, @Now)
            """, new
        {
            Id = request,
            Title = input.Title.Trim(),
            unit!.Code,
            unit.Path,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            input.File,
            Note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim(),
            By = actor.Id,
            actor.Name,
            work.Now,
        });
        for (var i = 0; i < input.Steps.Count; i++)
        {
            var step = input.Steps[i];
            var signer = step.Staff is null ? null : people[step.Staff];
            Add(work, request, i, step, signer, unit, holders is [var head, ..] ? head.Title : signer?.Title ?? "");
        }
        Steps.Announce(work, new(request, input.Title.Trim(), unit.Path), input.Steps[0].Kind, input.Steps[0].Staff, input.Steps[0].DueAt);
        work.Audit("signing.request", new Ref("signing-request", request.ToString()), after: new { input.Title, input.File, unit.Code, steps = input.Steps.Select(s => new { kind = s.Kind.ToString(), s.Staff, s.Capacity }) });
        await work.Commit(ct);
        return request;
    }

    private static void Add(Work work, Guid request, int ordinal, WantedStep step, StaffMember? signer, Unit unit, string head) => work.Add("""
        insert into signing.step (id, request_id, ordinal, kind, staff_id, staff_name, capacity, capacity_line, basis, due_at, state, opened_at, page, place)
        values (@Id, @Request, @Ordinal, @Kind, @StaffId, @StaffName, @Capacity, @Line, @Basis, @DueAt, @State, @Opened, @Page, @Place)
        """, new
    {
        Id = Guid.CreateVersion7(work.Now),
        Request = request,
        Ordinal = ordinal,
        step.Kind,
        StaffId = signer?.Id,
        StaffName = signer?.Name ?? unit.Name,
        step.Capacity,
        Line = signer is null ? "" : Capacity.Line(step.Capacity, unit.Name, head, signer.Title),
        Basis = string.IsNullOrWhiteSpace(step.Basis) ? null : step.Basis.Trim(),
        step.DueAt,
        State = ordinal == 0 ? StepState.Open : StepState.Waiting,
        Opened = ordinal == 0 ? work.Now : (DateTimeOffset?)null,
        step.Place.Page,
        Place = new[] { step.Place.Left, step.Place.Bottom, step.Place.Width, step.Place.Height },
    });

    /// <summary>A file that cannot be signed is refused now, not when the third person presses the button.</summary>
    private async Task<Problem?> Unreadable(Guid file, CancellationToken ct)
    {
        if (await files.Read(file, ct) is not { } pdf)
            return Problem.Invalid("signing.no-file", "Document");
        try
        {
            PdfSummary.Read(pdf);
            return null;
        }
        catch (RefusedException refused)
        {
            return Problem.Invalid("signing.refused." + refused.Reason, "Document");
        }
    }
}
