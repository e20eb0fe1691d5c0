using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A box to tick in the row of a table: <c>&lt;x-check name="chon" value="@row.Id" label="..." /&gt;</c>.</summary>
public sealed class XCheckTagHelper : TagHelper
{
    /// <summary>Name of the list that is posted.</summary>
    public required string Name { get; set; }

    /// <summary>What is posted when it is ticked.</summary>
    public required string Value { get; set; }

    /// <summary>Ticked from the start.</summary>
    public bool Checked { get; set; }

    /// <summary>What it chooses, for hearing readers: the row says it to the others.</summary>
    public required string Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.AddClass("ds-input");
        output.Set("type", "checkbox");
        output.Set("name", Name);
        output.Set("value", Value);
        output.Set("aria-label", Label);
        output.Flag("checked", Checked);
    }
}
