using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>
/// A table of the page, with caption, in a region that scrolls by itself on a narrow screen. The page writes thead and
/// tbody; heads are <c>&lt;x-th&gt;</c>.
/// </summary>
public sealed class XTableTagHelper : TagHelper
{
    /// <summary>What the table shows; always said to hearing readers.</summary>
    public required string Caption { get; set; }

    /// <summary>Hides the caption from seeing readers, where a heading says the same.</summary>
    public bool CaptionHidden { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var rows = await output.Inner();
        output.Start("div", "x-table");
        output.Set("role", "region");
        output.Set("tabindex", "0");
        output.Set("aria-label", Caption);
        var caption = CaptionHidden ? Markup.Of($"<caption><span class=\"x-hidden\">{Caption}</span></caption>") : Markup.Of($"<caption>{Caption}</caption>");
        output.Content.SetHtmlContent(Markup.Of($"<table class=\"ds-table\">{caption}{rows}</table>"));
    }
}

/// <summary>
/// Head of a column. With <c>sort</c> it is a link that orders the list by that column (query <c>sap-xep=due</c>, a second press
/// <c>sap-xep=-due</c>) and starts again at the first page.
/// </summary>
public sealed class XThTagHelper(Words words) : TagHelper
{
    /// <summary>Query of the order, <c>due</c> or <c>-due</c>.</summary>
    public const string Query = "sap-xep";

    /// <summary>Name of the column in the query; without it the column does not sort.</summary>
    public string? Sort { get; set => field = value.OrNull(); }

    /// <summary>Order of a list nobody has sorted yet: <c>due</c> or <c>-due</c>, the same on every head.</summary>
    public string? Default { get; set => field = value.OrNull(); }

    /// <summary>The column holds numbers: aligned at the end.</summary>
    public bool Num { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var title = await output.Inner();
        output.Start("th");
        output.Set("scope", "col");
        if (Num) output.AddClass("x-num");
        if (Sort is null)
        {
            output.Content.SetHtmlContent(title);
            return;
        }
        var http = ViewContext.HttpContext;
        var now = http.Request.Query[Query] is [{ Length: > 0 } asked, ..] ? asked : Default;
        var (state, icon, next) = now == Sort ? ("ascending", "sort-up", "-" + Sort)
            : now == "-" + Sort ? ("descending", "sort-down", Sort)
            : ("none", "sort", Sort);
        output.Set("aria-sort", state);
        var href = http.WithQuery((Query, next), (XPagesTagHelper.After, null), (XPagesTagHelper.Before, null));
        output.Content.SetHtmlContent(Markup.Of($"<a href=\"{href}\" title=\"{words["ui.table.sort"]}\">{title}{Icons.Svg(icon)}</a>"));
    }
}

/// <summary>
/// Next and previous page of a keyset-paged list: the cursors come from the query of the list (<c>sau</c> after,
/// <c>truoc</c> before); null means there is none on that side.
/// </summary>
public sealed class XPagesTagHelper(Words words) : TagHelper
{
    /// <summary>Query name of the cursor after which the page starts.</summary>
    public const string After = "sau";

    /// <summary>Query name of the cursor before which the page ends.</summary>
    public const string Before = "truoc";

    /// <summary>Cursor of the last row shown, when more follow.</summary>
    public string? Next { get; set => field = value.OrNull(); }

    /// <summary>Cursor of the first row shown, when some precede.</summary>
    public string? Previous { get; set => field = value.OrNull(); }

    /// <summary>A line beside it, e.g. how many there are.</summary>
    public string? Text { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Next is null && Previous is null && Text is null)
        {
            output.SuppressOutput();
            return;
        }
        output.Start("nav", "x-pages");
        output.Set("aria-label", words["ui.pages"]);
        var http = ViewContext.HttpContext;
        var back = Previous is null ? null : Markup.Of($"<li><a class=\"ds-button\" data-variant=\"secondary\" rel=\"prev\" href=\"{http.WithQuery((Before, Previous), (After, null))}\">{Icons.Svg("back")}<span>{words["ui.pages.previous"]}</span></a></li>");
        var on = Next is null ? null : Markup.Of($"<li><a class=\"ds-button\" data-variant=\"secondary\" rel=\"next\" href=\"{http.WithQuery((After, Next), (Before, null))}\"><span>{words["ui.pages.next"]}</span>{Icons.Svg("arrow")}</a></li>");
        var links = back is null && on is null ? null : Markup.Of($"<ul>{back}{on}</ul>");
        output.Content.SetHtmlContent(Markup.Of($"<p>{Text}</p>{links}"));
    }
}
