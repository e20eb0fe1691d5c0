using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Nothing to show, and what to do next: <c>&lt;x-empty title="..."&gt;text &lt;x-button href=...&gt;&lt;/x-empty&gt;</c>.</summary>
public sealed class XEmptyTagHelper : TagHelper
{
    /// <summary>What is not there.</summary>
    public required string Title { get; set; }

    /// <summary>Icon above it.</summary>
    public string Icon { get; set; } = "folder";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("div", "x-empty");
        output.Content.SetHtmlContent(Markup.Of($"{Icons.Svg(Icon)}<strong>{Title}</strong>{inner}"));
    }
}

/// <summary>
/// The page that asks before an act that cannot be taken back: the question as heading, the consequence as content, one
/// button that does it and a link that does not. Posts to its own page; hidden inputs go inside.
/// </summary>
public sealed class XConfirmTagHelper(Words words, IHtmlGenerator html) : TagHelper
{
    /// <summary>The question: "Thu hồi hồ sơ này?"</summary>
    public required string Title { get; set; }

    /// <summary>Words of the button, the act itself: "Thu hồi hồ sơ".</summary>
    public required string Act { get; set; }

    /// <summary>Where "no" leads.</summary>
    public required string CancelHref { get; set; }

    /// <summary>danger (default) or primary.</summary>
    public string Kind { get; set; } = "danger";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("form", "x-confirm");
        output.Set("method", "post");
        output.Content.SetHtmlContent(Markup.Of($"""
            <h1>{Title}</h1>{inner}{html.GenerateAntiforgery(ViewContext)}
            <div class="x-row"><button class="ds-button" type="submit"{Markup.Attr("data-color", Kind == "danger" ? "danger" : null)}>{Act}</button><a class="ds-button" data-variant="tertiary" data-kind="link" href="{ViewContext.HttpContext.InLanguage(CancelHref)}">{words["ui.confirm.no"]}</a></div>
            """));
    }
}
