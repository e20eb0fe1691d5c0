using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Signing;

/// <summary>Signs with a token: the page's script hands the file to the service at the signer's desk and waits for what comes back.</summary>
[OpenTo(Audience.Staff)]
internal sealed class DeskModel(RequestQuery requests, Tickets tickets, SigningOptions options, TimeProvider clock, Words words) : PageModel
{
    public new RequestRow Request { get; private set; } = null!;
    public StepRow Step { get; private set; } = null!;
    public NewTicket? Ticket { get; private set; }
    public bool IsStandIn => options.StandIns;
    public string Function => Step.Kind == SignatureKind.Personal ? "SignApproved" : "SignIssued";

    /// <summary>Address of the service: at the signer's machine, or our stand-in.</summary>
    public string Service => options.StandIns
        ? $"{(base.Request.IsHttps ? "wss" : "ws")}://{base.Request.Host}/mo-phong/vgca/{Function}"
        : $"{options.TokenService.TrimEnd('/')}/{Function}";

    public string Lent => $"{base.Request.Scheme}://{base.Request.Host}/ky-so/the/{Ticket!.Id}/{Ticket.Secret}";

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask)
            return ask;
        return await Load(id, ct) is { } refused ? refused.ToPage() : Page();
    }

    public async Task<IActionResult> OnPost(Guid id, CancellationToken ct)
    {
        if (StepUp.Ask(HttpContext, StepUpFor.Signing, clock.GetUtcNow()) is { } ask)
            return ask;
        if (await Load(id, ct) is { } refused)
            return refused.ToPage();
        var made = await tickets.Make(Step.Id, HttpContext.Actor(), ct);
        if (!made.Ok)
        {
            words.Show(ModelState, made.Problems);
            return Page();
        }
        Ticket = made.Value;
        // The one page whose script speaks with the desktop.
        Response.Headers.ContentSecurityPolicy = string.Join("; ", "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
            "frame-ancestors 'self'", "base-uri 'none'", "manifest-src 'self'", "form-action 'self'", "connect-src 'self' " + new Uri(Service).GetLeftPart(UriPartial.Authority));
        return Page();
    }

    private async Task<Problem?> Load(Guid id, CancellationToken ct)
    {
        if (await requests.Find(id, ct) is not { } request)
            return Problem.NotFound("signing.no-request");
        var steps = await requests.Steps(id, ct);
        if (!RequestQuery.MaySee(request, steps, HttpContext.Actor()))
            return Problem.NotFound("signing.no-request");
        if (steps.FirstOrDefault(s => s.State == StepState.Open) is not { } open || request.State != RequestState.Open)
            return Problem.Conflict("signing.step-closed");
        (Request, Step) = (request, open);
        return RequestQuery.Refuse(request, open, HttpContext.Actor());
    }
}
