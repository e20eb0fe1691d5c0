using Microsoft.AspNetCore.Mvc;

namespace Sen.Procedures;

/// <summary>On the public home: procedures that can be applied for online.</summary>
[ViewComponent(Name = "PopularProcedures")]
internal sealed class PopularProcedures(ProcedureCatalogue catalogue) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        View("/Procedures/Panels/PopularProcedures.cshtml", await catalogue.Offered(6, HttpContext.RequestAborted));
}
