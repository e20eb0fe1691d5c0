using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A search of one line, by GET, so that its result has an address: <c>&lt;x-search action="/tra-cuu" name="q" label="..." /&gt;</c>.</summary>
public sealed class XSearchTagHelper(Words words) : TagHelper
{
    /// <summary>Page that shows the result; this page without it.</summary>
    public string? Action { get; set => field = value.OrNull(); }

    /// <summary>Name of the query.</summary>
    public string Name { get; set; } = "q";

    /// <summary>What is searched for.</summary>
    public required string Label { get; set; }

    /// <summary>An example or rule under the label.</summary>
    public string? Hint { get; set => field = value.OrNull(); }

    /// <summary>The label is for hearing readers only, where the heading says the same.</summary>
    public bool LabelHidden { get; set; }

    /// <summary>Words of the button; "search" without it.</summary>
    public string? Button { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        // Filters of the list go inside and travel with the search.
        var inner = await output.Inner();
        var http = ViewContext.HttpContext;
        output.Start("form", "x-search");
        output.Set("role", "search");
        output.Set("action", http.InLanguage(Action ?? http.Request.Path));
        var id = PageIds.Next(ViewContext);
        var hint = Hint is null ? null : Markup.Of($"<p class=\"x-hint\" id=\"{id}-hint\">{Hint}</p>");
        output.Content.SetHtmlContent(Markup.Of($"""
            <label for="{id}"{Markup.Attr("class", LabelHidden ? "x-hidden" : null)}>{Label}</label>{hint}
            <div><input class="ds-input" type="search" id="{id}" name="{Name}" value="{http.Request.Query[Name].ToString()}"{Markup.Attr("aria-describedby", hint is null ? null : id + "-hint")}><button class="ds-button" type="submit">{Icons.Svg("search")}<span>{Button ?? words["ui.search"]}</span></button></div>{inner}
            """));
    }
}
