using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Where one is in a journey of several pages: <c>&lt;x-steps names="@names" current="2" /&gt;</c> (counted from 1).</summary>
public sealed class XStepsTagHelper(Words words) : TagHelper
{
    /// <summary>Names of the steps, in order.</summary>
    public required IEnumerable<string> Names { get; set; }

    /// <summary>The step of this page, from 1; those before are done.</summary>
    public int Current { get; set; } = 1;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Start("ol", "x-steps");
        output.Set("aria-label", words["ui.steps"]);
        output.Content.SetHtmlContent(Markup.Join(Names.Select((name, index) => (name, number: index + 1)), step =>
        {
            var done = step.number < Current ? Markup.Of($"<span class=\"x-hidden\">{words["ui.steps.done"]}: </span>") : null;
            return Markup.Of($"<li{Markup.Attr("data-done", done is not null)}{Markup.Attr("aria-current", step.number == Current ? "step" : null)}><span>{done}{step.name}</span></li>");
        }));
    }
}

/// <summary>A list of tasks with their states; holds <c>&lt;x-task&gt;</c>.</summary>
public sealed class XTasksTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("ul", "x-tasks");
        output.Content.SetHtmlContent(inner);
    }
}

/// <summary>One task: <c>&lt;x-task title="..." href="..." kind="ok" state="Xong"&gt;hint&lt;/x-task&gt;</c>; without href it cannot be started yet.</summary>
public sealed class XTaskTagHelper : TagHelper
{
    /// <summary>What is to do.</summary>
    public required string Title { get; set; }

    /// <summary>Where it is done.</summary>
    public string? Href { get; set => field = value.OrNull(); }

    /// <summary>Kind of its state, as in x-status.</summary>
    public string Kind { get; set; } = "wait";

    /// <summary>Its state in words.</summary>
    public required string State { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var hint = await output.Inner();
        var (colour, icon) = XStatusTagHelper.Look(Kind);
        var id = PageIds.Next(ViewContext);
        output.Start("li");
        var title = Href is null ? Markup.Of($"<span>{Title}</span>")
            : Markup.Of($"<a href=\"{ViewContext.HttpContext.InLanguage(Href)}\" aria-describedby=\"{id}\">{Title}</a>");
        var note = hint.IsEmpty ? null : Markup.Of($"<p class=\"x-hint\">{hint}</p>");
        output.Content.SetHtmlContent(Markup.Of($"<div>{title}{note}</div><span class=\"x-status\" id=\"{id}\" data-color=\"{colour}\">{Icons.Svg(icon)}<span>{State}</span></span>"));
    }
}
