using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Sen.Ui;

/// <summary>Every component with its states, in the visitor's language: for those who build, not for the public.</summary>
[OpenTo(Audience.Everyone)]
internal sealed class LivingModel(Words words, IHostEnvironment environment, IOptions<UiOptions> options) : PageModel
{
    public sealed record Row(string Code, string Name, DateOnly Due, decimal Fee, string Kind, string State);

    [BindProperty, StringLength(60)]
    public string Name { get; set; } = "";

    [BindProperty, Required]
    public DateOnly? Born { get; set; }

    [BindProperty, Range(1, 10)]
    public int Copies { get; set; } = 1;

    [BindProperty]
    public decimal Fee { get; set; } = 8000;

    [BindProperty, Required]
    public string? Office { get; set; }

    [BindProperty, Required]
    public string? Receive { get; set; } = "post";

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public List<string> Papers { get; set; } = ["b"];

    [BindProperty]
    public bool Agree { get; set; }

    [FromQuery(Name = "khu")]
    public string? Wanted { get; set; }

    public string Area => Wanted == "staff" ? "staff" : "public";

    public IReadOnlyList<string> Steps => [words["ui.living.tile-find"], words["ui.living.forms"], words["ui.living.files"], words["ui.living.submit"]];

    public IReadOnlyList<Option> Offices => [new("30307", "UBND phường Long Xuyên", Lang: "vi"), new("30316", "UBND phường Châu Đốc", Lang: "vi"), new("30337", "UBND xã Mỹ Hòa Hưng", Lang: "vi")];

    public IReadOnlyList<Option> Ways => [new("desk", words["ui.living.desk"]), new("post", words["ui.living.post"], words["ui.living.post-hint"])];

    public IReadOnlyList<Option> PaperKinds => [new("a", words["ui.living.paper-a"]), new("b", words["ui.living.paper-b"])];

    public IReadOnlyList<UploadedFile> Files =>
    [
        new("giay-to-tuy-than-mat-truoc.pdf", 482_113, "/phong-cach", "/phong-cach", "ok", words["ui.living.scanned"]),
        new("anh-chup.jpg", 3_482_113, null, null, "wait", words["ui.living.waiting"]),
    ];

    public DateTimeOffset At { get; } = new(2026, 11, 20, 1, 15, 0, TimeSpan.Zero);

    public IReadOnlyList<Row> Rows { get; } =
    [
        new("H01.30307-261120-0001", "Nguyễn Thị Kiều Oanh", new(2026, 11, 23), 8_000, "info", "ui.living.new"),
        new("H01.30307-261120-0002", "Lê Hoàng Phúc", new(2026, 11, 24), 1_250_000, "wait", "ui.living.waiting"),
        new("H01.30316-261119-0145", "Đặng Quốc Việt", new(2026, 11, 21), 0, "warn", "ui.living.soon"),
        new("H01.30337-261102-0007", "Châu Ngọc Ánh", new(2026, 11, 16), 16_000, "bad", "ui.living.late"),
    ];

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (environment.IsProduction() && !options.Value.Demo)
            context.Result = NotFound();
    }

    public void OnPost()
    {
        if (!Agree)
            ModelState.AddModelError(nameof(Agree), words["problem.ui.required"]);
    }
}
