using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Views of one thing, each a page of its own; holds <c>&lt;x-tab&gt;</c>.</summary>
public sealed class XTabsTagHelper : TagHelper
{
    /// <summary>What the views are of, for hearing readers.</summary>
    public required string Label { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("nav", "x-tabs");
        output.Set("aria-label", Label);
        output.Content.SetHtmlContent(Markup.Of($"<ul>{inner}</ul>"));
    }
}

/// <summary>One view: <c>&lt;x-tab href="..." current="true" count="3"&gt;words&lt;/x-tab&gt;</c>; current when the path is this page's.</summary>
public sealed class XTabTagHelper : TagHelper
{
    /// <summary>Where it leads.</summary>
    public required string Href { get; set; }

    /// <summary>This view is shown; without it the path decides.</summary>
    public bool? Current { get; set; }

    /// <summary>How many lie there.</summary>
    public string? Count { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var words = await output.Inner();
        var request = ViewContext.HttpContext.Request;
        var href = ViewContext.HttpContext.InLanguage(Href);
        var current = Current ?? (href == request.PathBase + request.Path || href == request.PathBase + request.Path + request.QueryString);
        var count = Count is null ? null : Markup.Of($"<span class=\"x-count\">{Count}</span>");
        output.Start("li");
        output.Content.SetHtmlContent(Markup.Of($"<a href=\"{href}\"{Markup.Attr("aria-current", current ? "page" : null)}>{words}{count}</a>"));
    }
}

/// <summary>The way back up: <c>&lt;x-crumbs&gt;&lt;x-crumb href="/"&gt;Trang chủ&lt;/x-crumb&gt;...&lt;/x-crumbs&gt;</c>.</summary>
public sealed class XCrumbsTagHelper(Words words) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("nav", "x-crumbs");
        output.Set("aria-label", words["ui.crumbs"]);
        output.Content.SetHtmlContent(Markup.Of($"<ol><li><a href=\"{ViewContext.HttpContext.InLanguage("/")}\">{words["ui.home"]}</a></li>{inner}</ol>"));
    }
}

/// <summary>One step of the way; the home page stands before by itself. Without href it is this page.</summary>
public sealed class XCrumbTagHelper : TagHelper
{
    /// <summary>Where it leads.</summary>
    public string? Href { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var words = await output.Inner();
        output.Start("li");
        output.Content.SetHtmlContent(Href is null
            ? Markup.Of($"<span aria-current=\"page\">{words}</span>")
            : Markup.Of($"<a href=\"{ViewContext.HttpContext.InLanguage(Href)}\">{words}</a>"));
    }
}
