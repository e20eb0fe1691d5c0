using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Sen.Identity.VNeID;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>How to sign in: citizens with VNeID, staff with the account of their agency.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class ChooseModel(IOptionsMonitor<VNeIDOptions> vneid) : PageModel
{
    [BindProperty(SupportsGet = true, Name = ReturnUrl.Name)]
    public string? Back { get; set; }

    /// <summary>Why the last try did not come to its end.</summary>
    [BindProperty(SupportsGet = true, Name = VNeIDFailure.Parameter)]
    public string? Failure { get; set; }

    public bool HasVNeID => vneid.Get(VNeIDOptions.Scheme).IsConfigured;

    /// <summary>Key of the words about the failure, or null.</summary>
    public string? FailureText => Failure switch
    {
        VNeIDFailure.Refused => "identity.sign-in.refused",
        VNeIDFailure.Failed => "identity.sign-in.failed",
        _ => null,
    };

    /// <summary>A way to sign in that keeps the way back.</summary>
    public string With(string path) => Back is null ? path : $"{path}?{ReturnUrl.Name}={Uri.EscapeDataString(ReturnUrl.Local(Back))}";
}
