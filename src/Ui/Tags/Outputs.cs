using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Short forms for reading the attributes and writing the outer element of a tag helper.</summary>
internal static class Outputs
{
    /// <summary>An attribute that is not there: Razor hands a null expression to a string property as "".</summary>
    public static string? OrNull(this string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <summary>Adds our class before those that the page gave.</summary>
    public static void AddClass(this TagHelperOutput output, string name)
    {
        var given = output.Attributes.TryGetAttribute("class", out var own) ? $"{name} {own.Value}" : name;
        output.Attributes.SetAttribute("class", given);
    }

    public static void Set(this TagHelperOutput output, string name, string? value)
    {
        if (value is not null)
            output.Attributes.SetAttribute(name, value);
    }

    public static void Flag(this TagHelperOutput output, string name, bool on)
    {
        if (on)
            output.Attributes.SetAttribute(new TagHelperAttribute(name));
    }

    /// <summary>Starts the element that replaces ours.</summary>
    public static void Start(this TagHelperOutput output, string element, string? cssClass = null)
    {
        output.TagName = element;
        output.TagMode = TagMode.StartTagAndEndTag;
        if (cssClass is not null)
            output.AddClass(cssClass);
    }

    public static async Task<Markup> Inner(this TagHelperOutput output) => Markup.From(await output.GetChildContentAsync());
}
