namespace Sen.Procedures;

/// <summary>How the statuses of the national portal look: icon and word by <c>x-status</c>.</summary>
internal static class StatusLook
{
    public static string Kind(int status) => (DossierStatus)status switch
    {
        DossierStatus.Registered => "wait",
        DossierStatus.Accepted or DossierStatus.Processing => "info",
        DossierStatus.SupplementRequested or DossierStatus.PaymentRequested => "warn",
        DossierStatus.Finished or DossierStatus.Returned => "ok",
        DossierStatus.WithdrawnByCitizen => "none",
        _ => "bad",
    };
}
