using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A button, or a link that looks like one when it has <c>href</c>. Other attributes (name, value, formaction) pass through.</summary>
public sealed class XButtonTagHelper : TagHelper
{
    /// <summary>primary (one a page), secondary, danger or link.</summary>
    public string Kind { get; set; } = "primary";

    /// <summary>Makes it a link to a page.</summary>
    public string? Href { get; set => field = value.OrNull(); }

    /// <summary>submit (default) or button.</summary>
    public string Type { get; set; } = "submit";

    /// <summary>Icon before the words.</summary>
    public string? Icon { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var words = await output.Inner();
        output.Start(Href is null ? "button" : "a", "ds-button");
        output.Set("data-kind", Kind);
        output.Set("data-variant", Kind switch { "secondary" => "secondary", "link" => "tertiary", _ => null });
        if (Kind == "danger") output.Set("data-color", "danger");
        if (Href is null) output.Set("type", Type);
        else output.Set("href", ViewContext.HttpContext.InLanguage(Href));
        output.Content.SetHtmlContent(Icon is null ? words : Markup.Of($"{Icons.Svg(Icon)}<span>{words}</span>"));
    }
}
