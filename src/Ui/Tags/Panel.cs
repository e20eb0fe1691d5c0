using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A framed part of a page with its heading: <c>&lt;x-panel title="..."&gt;...&lt;/x-panel&gt;</c>.</summary>
public sealed class XPanelTagHelper : TagHelper
{
    /// <summary>Heading; without it the panel is only a frame.</summary>
    public string? Title { get; set => field = value.OrNull(); }

    /// <summary>Level of the heading: 2 or 3.</summary>
    public int Level { get; set; } = 2;

    /// <summary>The one panel of the page that matters most.</summary>
    public bool Accent { get; set; }

    /// <summary>Language of the title where it comes from data: <c>vi</c>.</summary>
    public string? Lang { get; set => field = value.OrNull(); }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        // Without a name: pages hold up to a hundred panels, and the headings lead through them.
        output.Start("section", "x-panel");
        output.Flag("data-accent", Accent);
        if (Title is null)
        {
            output.Content.SetHtmlContent(inner);
            return;
        }
        var heading = new Markup(Level == 3 ? "h3" : "h2");
        output.Content.SetHtmlContent(Markup.Of($"<header><{heading}{Markup.Attr("lang", Lang)}>{Title}</{heading}></header>{inner}"));
    }
}

/// <summary>A large link with icon and explanation, for the tasks that people come for.</summary>
public sealed class XTileTagHelper : TagHelper
{
    /// <summary>Where it leads.</summary>
    public required string Href { get; set; }

    /// <summary>The words of the link.</summary>
    public required string Title { get; set; }

    /// <summary>Icon before it.</summary>
    public string Icon { get; set; } = "document";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("div", "x-tile");
        var more = inner.IsEmpty ? null : Markup.Of($"<p>{inner}</p>");
        output.Content.SetHtmlContent(Markup.Of($"{Icons.Svg(Icon)}<a href=\"{ViewContext.HttpContext.InLanguage(Href)}\">{Title}</a>{more}"));
    }
}
