using Sen.Kernel;

namespace Sen.Procedures;

/// <summary>Status of a dossier, with the codes of the National Public Service Portal.</summary>
internal enum DossierStatus
{
    Registered = 1,
    Accepted = 2,
    NotAccepted = 3,
    Processing = 4,
    SupplementRequested = 5,
    PaymentRequested = 6,
    WithdrawnByCitizen = 7,
    Stopped = 8,
    Finished = 9,
    Returned = 10,
}

/// <summary>How a dossier came in (KenhThucHien of the national portal).</summary>
internal enum Channel
{
    Counter = 1,
    Online = 2,
    Post = 3,
}

/// <summary>A dossier and the moves that the one-stop mechanism permits (Decree 118/2025/NĐ-CP; order of statuses as on the national portal).</summary>
internal sealed record Dossier(
    Guid Id, string? Number, string ProcedureCode, int ProcedureVersion, string Office, string OfficePath,
    string PersonId, string ApplicantName, string Answers, int Status, int Channel, decimal Fee, string FeeWhy,
    DateTimeOffset? FeePaidAt, string? FeePaidHow, DateTimeOffset SubmittedAt, DateTimeOffset? AcceptedAt,
    DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt, Guid? ReceiptFile, Guid? ResultFile,
    string? ResultNumber, string? Reason, int Version, string? OnBehalfOf, string? OnBehalfName, string? OnBehalfBasis)
{
    /// <summary>Columns in the order of this record, for every select of whole dossiers.</summary>
    public const string Columns = """
        id, number, procedure_code, procedure_version, office, office_path, person_id, applicant_name, answers::text,
        status, channel, fee, fee_why, fee_paid_at, fee_paid_how, submitted_at, accepted_at, due_at, finished_at,
        returned_at, receipt_file, result_file, result_number, reason, version, on_behalf_of, on_behalf_name, on_behalf_basis
        """;

    private static readonly Dictionary<DossierStatus, DossierStatus[]> Moves = new()
    {
        [DossierStatus.Registered] = [DossierStatus.Accepted, DossierStatus.NotAccepted, DossierStatus.SupplementRequested, DossierStatus.WithdrawnByCitizen],
        [DossierStatus.SupplementRequested] = [DossierStatus.Registered, DossierStatus.NotAccepted, DossierStatus.WithdrawnByCitizen],
        [DossierStatus.Accepted] = [DossierStatus.Processing, DossierStatus.Stopped, DossierStatus.WithdrawnByCitizen],
        [DossierStatus.Processing] = [DossierStatus.Finished, DossierStatus.SupplementRequested, DossierStatus.Stopped],
        [DossierStatus.Finished] = [DossierStatus.Returned],
    };

    /// <summary>Whom it was lodged for; null when the person lodged it for themselves.</summary>
    public Ref? Principal => OnBehalfOf?.Split(':', 2) is [var kind, var id] ? new Ref(kind, id) : null;

    /// <summary>Persons whose data it holds: who acts, and the person it is for.</summary>
    public IEnumerable<string> Persons => Principal is { Kind: "person" } other ? [PersonId, other.Id] : [PersonId];

    /// <summary>As notices call it: the number, with the one it was lodged for where that is not the person who acts.</summary>
    public string Label => OnBehalfName is null ? Number ?? "" : $"{Number} ({OnBehalfName})";

    /// <summary>As worklists call it: the one it is for first, then who acts.</summary>
    public string Title => OnBehalfName is null ? $"{Number} · {ApplicantName}" : $"{Number} · {OnBehalfName} · {ApplicantName}";

    /// <summary>Status as its enum.</summary>
    public DossierStatus State => (DossierStatus)Status;

    /// <summary>True when the step to the other status is permitted from here.</summary>
    public bool CanBecome(DossierStatus next) => Moves.TryGetValue(State, out var to) && to.Contains(next);

    /// <summary>True while somebody still has to act on it.</summary>
    public bool IsOpen => State is not (DossierStatus.NotAccepted or DossierStatus.WithdrawnByCitizen or DossierStatus.Stopped or DossierStatus.Finished or DossierStatus.Returned);

    /// <summary>True when the due time passed before it was finished.</summary>
    public bool IsLate(DateTimeOffset now) => DueAt is { } due && (FinishedAt ?? now) > due;
}
