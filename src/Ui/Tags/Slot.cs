using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// A named place that modules fill: renders the view component of each <see cref="Panel"/> that the visitor may see,
/// in order. <c>&lt;x-slot name="dossier.side" subject="@subject" /&gt;</c>
/// </summary>
public sealed class XSlotTagHelper(Slots slots, IViewComponentHelper components) : TagHelper
{
    /// <summary>Name of the slot.</summary>
    public required string Name { get; set; }

    /// <summary>The thing that the page is about; passed to each component as <c>subject</c>.</summary>
    public Ref? Subject { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        ((IViewContextAware)components).Contextualize(ViewContext);
        foreach (var panel in slots.Panels(Name, ViewContext.HttpContext.Actor()))
            output.Content.AppendHtml(await components.InvokeAsync(panel.Component,
                Subject is { } subject ? new Dictionary<string, object> { ["subject"] = subject } : null));
    }
}
