using Microsoft.AspNetCore.Mvc;
using Sen.Ui;

namespace Sen.Procedures;

/// <summary>On the citizen's home: my newest dossiers.</summary>
[ViewComponent(Name = "MyDossiers")]
internal sealed class MyDossiers(Dossiers dossiers) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        View("/Procedures/Panels/MyDossiers.cshtml", await dossiers.Mine(HttpContext.Actor(), null, 3, HttpContext.RequestAborted));
}
