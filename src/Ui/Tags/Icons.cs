using System.Collections.Frozen;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>An icon of our own set: <c>&lt;x-icon name="search" /&gt;</c>. Hidden from hearing readers unless it has a label.</summary>
public sealed class XIconTagHelper : TagHelper
{
    /// <summary>Name in the set of <see cref="Icons"/>; an unknown name fails the page.</summary>
    public required string Name { get; set; }

    /// <summary>Words for hearing readers, when the icon stands alone.</summary>
    public string? Label { get; set => field = value.OrNull(); }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Icons.Svg(Name, Label));
    }
}

/// <summary>Drawn by us on a grid of 24 with a line of 1.8; arrows turn in right-to-left pages.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["alert"] = "M12 4 2.8 19.5h18.4L12 4zM12 10v4.2M12 16.9v.1",
        ["arrow"] = "M4 12h15M13.5 6.5 19 12l-5.5 5.5",
        ["back"] = "M20 12H5M10.5 6.5 5 12l5.5 5.5",
        ["bell"] = "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5zM10 20.5a2.2 2.2 0 0 0 4 0",
        ["building"] = "M4 20.5h16M6 20.5V4h12v16.5M9.5 8h1M13.5 8h1M9.5 12h1M13.5 12h1M10.5 20.5V16h3v4.5",
        ["calendar"] = "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7",
        ["chart"] = "M4 4v16h16M8.5 16v-4M12.5 16V8M16.5 16v-6",
        ["check"] = "M4.5 12.5 10 18 19.5 7",
        ["check-circle"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8 12.3l2.8 2.8L16 9.5",
        ["clock"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.2l3.3 2",
        ["copy"] = "M9 9h11v11H9zM15 9V4H4v11h5",
        ["cross"] = "M6 6l12 12M18 6 6 18",
        ["cross-circle"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9l6 6M15 9l-6 6",
        ["document"] = "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6",
        ["down"] = "M6 9.5l6 6 6-6",
        ["download"] = "M12 4v11M7.5 10.8 12 15.3l4.5-4.5M4.5 19.5h15",
        ["edit"] = "M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3",
        ["external"] = "M13.5 4.5h6v6M19.5 4.5 11 13M17 13.5v6H4.5V7h6",
        ["eye"] = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
        ["flag"] = "M6 21V4h12l-2.5 4.5L18 13H6",
        ["folder"] = "M3.5 19V5.5h6l2 2.5h9v11z",
        ["globe"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
        ["home"] = "M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10 20v-5.5h4V20",
        ["info"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 11v5.5M12 7.7v.1",
        ["link"] = "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
        ["list"] = "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1",
        ["lock"] = "M5.5 10.5h13v10h-13zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2",
        ["mail"] = "M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5",
        ["menu"] = "M4 7h16M4 12h16M4 17h16",
        ["minus"] = "M5 12h14",
        ["pause"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM10 9v6M14 9v6",
        ["pen"] = "M4 20.5c3 0 3-2 5-2s2 2 5 2 4-2 6-2M7 15l1-3.5L15.5 4 18 6.5 10.5 14z",
        ["people"] = "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.5 2.8-5.5 6.5-5.5s6.5 2 6.5 5.5M16 5a3.5 3.5 0 0 1 0 6.3M18 14.8c2.2.7 3.5 2.5 3.5 5.2",
        ["phone"] = "M5 4h4l1.5 5-2.3 1.6a13 13 0 0 0 5.2 5.2L15 13.5l5 1.5v4c0 1-.7 1.5-1.5 1.5C10.5 20 4 13.5 3.5 5.5 3.5 4.7 4 4 5 4z",
        ["plus"] = "M12 5v14M5 12h14",
        ["print"] = "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
        ["qr"] = "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v.1M17.5 20H20v-2.5M14 20v.1",
        ["question"] = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.1",
        ["search"] = "M17.5 10.5a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM15.7 15.7 20.5 20.5",
        ["seal"] = "M12 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM9 14v7l3-2 3 2v-7M10 9l1.5 1.5L14 7.8",
        ["send"] = "M3.5 11.5 20.5 4l-6 16.5-3.5-6.5zM11 14l9-9.5",
        ["settings"] = "M4 7h9M17 7h3M15 9.5v-5M4 12h3M11 12h9M9 14.5v-5M4 17h9M17 17h3M15 19.5v-5",
        ["sort"] = "M8 10l4-4.5L16 10M8 14l4 4.5L16 14",
        ["sort-down"] = "M12 5v13.5M7 14l5 4.5 5-4.5",
        ["sort-up"] = "M12 19V5.5M7 10l5-4.5 5 4.5",
        ["star"] = "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6L3.4 9.8l6-.8z",
        ["trash"] = "M4.5 7h15M9 7V4h6v3M6.5 7l1 13.5h9l1-13.5M10 11v5.5M14 11v5.5",
        ["up"] = "M6 14.5l6-6 6 6",
        ["upload"] = "M12 15.5V4M7.5 8.2 12 3.7l4.5 4.5M4.5 19.5h15",
        ["user"] = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.3-6 7.5-6s7.5 2 7.5 6",
    }.ToFrozenDictionary();

    // These point along the line of reading.
    private static readonly FrozenSet<string> Turning = FrozenSet.Create("arrow", "back", "send", "external");

    public static IEnumerable<string> Names => Paths.Keys.Order(StringComparer.Ordinal);

    public static Markup Svg(string name, string? label = null)
    {
        if (!Paths.TryGetValue(name, out var path))
            throw new ArgumentException($"no icon '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        var role = label is null ? new Markup(" aria-hidden=\"true\"") : Markup.Of($" role=\"img\" aria-label=\"{label}\"");
        return Markup.Of($"<svg class=\"x-icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\"{Markup.Attr("data-turn", Turning.Contains(name))}{role}><path d=\"{path}\"/></svg>");
    }
}
