using Sen.Data;

namespace Sen.Procedures;

/// <summary>A dossier was lodged; the legal clock does not run yet.</summary>
[Event("procedures.dossier-submitted", 1)]
internal sealed record DossierSubmitted(Guid Dossier, string Procedure, string Office, int Channel);

/// <summary>A dossier was accepted at the one-stop desk: the legal clock runs.</summary>
[Event("procedures.dossier-accepted", 1)]
internal sealed record DossierAccepted(Guid Dossier, string Procedure, string Office, DateTimeOffset DueAt);

/// <summary>A dossier took another status of the national portal.</summary>
[Event("procedures.dossier-moved", 1)]
internal sealed record DossierMoved(Guid Dossier, string Procedure, string Office, int From, int To);

/// <summary>The applicant rated how the dossier was settled, 1 to 5.</summary>
[Event("procedures.dossier-rated", 1)]
internal sealed record DossierRated(Guid Dossier, string Office, int Score);

/// <summary>A receipt or a drafted result was printed: pages that wait for it show it.</summary>
[Event("procedures.dossier-printed", 1)]
internal sealed record DossierPrinted(Guid Dossier, string Office);
