using Microsoft.AspNetCore.Mvc;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>On the staff home: what lies at my desk.</summary>
[ViewComponent(Name = "DeskToday")]
internal sealed class DeskToday(Dossiers dossiers) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        View("/Procedures/Panels/DeskToday.cshtml", await dossiers.CountAtDesk(HttpContext.Actor(), HttpContext.RequestAborted));
}
