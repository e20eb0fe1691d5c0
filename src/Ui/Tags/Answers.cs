using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Questions and answers: "check your answers" before an act, or the facts of a thing; holds <c>&lt;x-answer&gt;</c>.</summary>
public sealed class XAnswersTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("dl", "x-answers");
        output.Content.SetHtmlContent(inner);
    }
}

/// <summary>One answer: <c>&lt;x-answer label="..." change-href="..."&gt;value&lt;/x-answer&gt;</c>; an empty one says so.</summary>
public sealed class XAnswerTagHelper(Words words) : TagHelper
{
    /// <summary>The question.</summary>
    public string? Label { get; set => field = value.OrNull(); }

    /// <summary>Key of the question.</summary>
    public string? LabelKey { get; set => field = value.OrNull(); }

    /// <summary>Page where the answer is changed.</summary>
    public string? ChangeHref { get; set => field = value.OrNull(); }

    /// <summary>Language of question and answer where they come from data.</summary>
    public string? Lang { get; set => field = value.OrNull(); }

    /// <summary>Language of the answer alone, where it is not that of the question.</summary>
    public string? AnswerLang { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.Inner();
        var label = Label ?? words[LabelKey ?? throw new InvalidOperationException("<x-answer> needs label or label-key")];
        var shown = value.IsEmpty ? Markup.Of($"<span class=\"x-quiet\">{words["ui.answer.none"]}</span>") : value;
        var change = ChangeHref is null ? null
            : Markup.Of($"<dd data-change><a href=\"{ViewContext.HttpContext.InLanguage(ChangeHref)}\">{words["ui.answer.change"]}<span class=\"x-hidden\"> {label}</span></a></dd>");
        output.Start("div");
        output.Content.SetHtmlContent(Markup.Of($"<dt{Markup.Attr("lang", Lang)}>{label}</dt><dd{Markup.Attr("lang", AnswerLang ?? Lang)}>{shown}</dd>{change}"));
    }
}
