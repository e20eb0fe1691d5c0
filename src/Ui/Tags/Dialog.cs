using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>
/// A native dialog, opened by <c>&lt;x-button data-open="id" href="..."&gt;</c>; the href serves without script. For looking closer, never for
/// an act that has no page.
/// </summary>
public sealed class XDialogTagHelper(Words words) : TagHelper
{
    /// <summary>Its id.</summary>
    public required string Id { get; set; }

    /// <summary>Heading.</summary>
    public required string Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.Inner();
        output.Start("dialog", "x-dialog");
        output.Set("id", Id);
        output.Set("aria-labelledby", Id + "-title");
        output.Content.SetHtmlContent(Markup.Of($"""
            <h2 id="{Id}-title">{Title}</h2>{inner}
            <form method="dialog" class="x-row" data-end><button class="ds-button" data-variant="secondary" data-close>{words["ui.dialog.close"]}</button></form>
            """));
    }
}
