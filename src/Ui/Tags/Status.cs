using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A state as icon and word, never colour alone: <c>&lt;x-status kind="wait"&gt;Chờ ký&lt;/x-status&gt;</c>.</summary>
public sealed class XStatusTagHelper : TagHelper
{
    /// <summary>info, ok, warn, bad, wait or none.</summary>
    public string Kind { get; set; } = "info";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var words = await output.Inner();
        var (colour, icon) = Look(Kind);
        output.Start("span", "x-status");
        output.Set("data-color", colour);
        output.Content.SetHtmlContent(Markup.Of($"{Icons.Svg(icon)}<span>{words}</span>"));
    }

    internal static (string Colour, string Icon) Look(string kind) => kind switch
    {
        "ok" => ("success", "check-circle"),
        "warn" => ("warning", "alert"),
        "bad" => ("danger", "cross-circle"),
        "wait" => ("neutral", "clock"),
        "none" => ("neutral", "minus"),
        "info" => ("info", "info"),
        _ => throw new ArgumentException($"no kind '{kind}'; there are info, ok, warn, bad, wait, none", nameof(kind)),
    };
}

/// <summary>A message on the page: <c>&lt;x-notice kind="ok" title="..."&gt;...&lt;/x-notice&gt;</c>.</summary>
public sealed class XNoticeTagHelper : TagHelper
{
    /// <summary>info, ok, warn or bad.</summary>
    public string Kind { get; set; } = "info";

    /// <summary>First line, in bold.</summary>
    public string? Title { get; set => field = value.OrNull(); }

    /// <summary>Read out when the page opens: the outcome of what was just done.</summary>
    public bool Announce { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var words = await output.Inner();
        var (colour, icon) = XStatusTagHelper.Look(Kind);
        output.Start("div", "x-notice");
        output.Set("data-color", colour);
        if (Announce) output.Set("role", Kind == "bad" ? "alert" : "status");
        var title = Title is null ? null : Markup.Of($"<strong>{Title}</strong>");
        output.Content.SetHtmlContent(Markup.Of($"{Icons.Svg(icon)}<div>{title}{words}</div>"));
    }
}
