using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>What happened, in order; holds <c>&lt;x-event&gt;</c>.</summary>
public sealed class XTimelineTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("ol", "x-timeline");
        output.Content.SetHtmlContent(inner);
    }
}

/// <summary>One happening: <c>&lt;x-event at="@moment" title="..." by="..."&gt;note&lt;/x-event&gt;</c>.</summary>
public sealed class XEventTagHelper(Words words) : TagHelper
{
    /// <summary>When; shown in the province's time.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>What.</summary>
    public required string Title { get; set; }

    /// <summary>Language of the title where it is a name; null for the page's.</summary>
    public string? TitleLang { get; set; }

    /// <summary>Who: a name or a position, Vietnamese in every language.</summary>
    public string? By { get; set => field = value.OrNull(); }

    /// <summary>Where the thing stands now.</summary>
    public bool Now { get; set; }

    /// <summary>Expected, not happened yet.</summary>
    public bool Ahead { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var note = await output.Inner();
        output.Start("li");
        output.Flag("data-now", Now);
        output.Flag("data-ahead", Ahead);
        output.Set("aria-current", Now ? "step" : null);
        var time = At is { } at ? Markup.Of($"<time datetime=\"{at.ToString("O")}\">{words.Moment(at)}</time>") : null;
        var who = By is null ? null : Markup.Of($"{(time is null ? null : " · ")}<small lang=\"vi\">{By}</small>");
        var more = note.IsEmpty ? null : Markup.Of($"<p>{note}</p>");
        var title = TitleLang is null ? Markup.Of($"<strong>{Title}</strong>") : Markup.Of($"<strong lang=\"{TitleLang}\">{Title}</strong>");
        output.Content.SetHtmlContent(Markup.Of($"{title}{time}{who}{more}"));
    }
}
