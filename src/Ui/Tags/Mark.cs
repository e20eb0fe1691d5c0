using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>The mark of Sen: a lotus of five petals over two lines of water, drawn by us. <c>&lt;x-mark /&gt;</c></summary>
public sealed class XMarkTagHelper : TagHelper
{
    /// <summary>Words for hearing readers; without them the mark is decoration.</summary>
    public string? Label { get; set => field = value.OrNull(); }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Svg(Label));
    }

    // Petals overlap as the levels of a province do: outer ones lighter, the heart whole.
    internal static Markup Svg(string? label = null)
    {
        var role = label is null ? new Markup("aria-hidden=\"true\"") : Markup.Of($"role=\"img\" aria-label=\"{label}\"");
        return Markup.Of($"""<svg class="x-mark" viewBox="0 0 64 64" width="48" height="48" fill="currentColor" {role}>{new Markup(Petals)}</svg>""");
    }

    internal const string Petals =
        """<path opacity=".45" d="M3 27c11-1.5 21 4.5 27.5 19C18 48.5 6.5 41 3 27zM61 27c-11-1.5-21 4.5-27.5 19C46 48.5 57.5 41 61 27z"/><path opacity=".7" d="M13 14.5C23.5 18 30.5 29 31.2 45.5 19 41.5 10.5 29 13 14.5zM51 14.5C40.5 18 33.5 29 32.8 45.5 45 41.5 53.5 29 51 14.5z"/><path class="x-heart" d="M32 6c8 8.5 11 18 8.5 27.5C39 39 36 43 32 46c-4-3-7-7-8.5-12.5C21 24 24 14.5 32 6z"/><path opacity=".7" d="M11 51.5c7 0 7 2.5 14 2.5s7-2.5 14-2.5 7 2.5 14 2.5v2.6c-7 0-7-2.5-14-2.5s-7 2.5-14 2.5-7-2.5-14-2.5z"/>""";
}
