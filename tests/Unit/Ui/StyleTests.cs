using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Tests.Unit.Ui;

public sealed partial class StyleTests
{
    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, "src/Ui/Assets", file));

    /// <summary>Colours by name, of the light scheme or with those of the dark one over it.</summary>
    private static Dictionary<string, string> Colours(bool dark)
    {
        var css = Read("theme.css");
        var turn = css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        turn.ShouldBeGreaterThan(0);
        return Token().Matches(dark ? css[turn..] : css[..turn]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    public static TheoryData<string, string, double> Pairs()
    {
        var pairs = new TheoryData<string, string, double>();
        foreach (var palette in new[] { "accent", "lotus", "neutral", "info", "success", "warning", "danger" })
        {
            string Name(string shade) => $"ds-color-{palette}-{shade}";
            foreach (var ground in new[] { "background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover" })
            {
                pairs.Add(Name("text-subtle"), Name(ground), 4.5);
                pairs.Add(Name("text-default"), Name(ground), 4.5);
            }
            foreach (var ground in new[] { "base-default", "base-hover", "base-active" })
                pairs.Add(Name("base-contrast-default"), Name(ground), 4.5);
            // WCAG 2.2, 1.4.11: the edge of an input.
            pairs.Add(Name("border-default"), Name("background-default"), 3);
            pairs.Add(Name("text-subtle"), "sen-paper", 4.5);
            pairs.Add(Name("text-subtle"), "sen-band", 4.5);
        }
        foreach (var ground in new[] { "sen-head", "sen-head-deep" })
        {
            pairs.Add("sen-head-text", ground, 4.5);
            pairs.Add("sen-head-quiet", ground, 4.5);
        }
        pairs.Add("sen-lotus", "sen-paper", 4.5);
        pairs.Add("sen-lotus", "sen-lotus-tint", 4.5);
        pairs.Add("ds-color-neutral-text-default", "sen-lotus-tint", 4.5);
        pairs.Add("ds-color-neutral-text-subtle", "ds-color-neutral-background-tinted", 4.5);
        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Theme_TextOnGround_HasEnoughContrast(string text, string ground, double least)
    {
        foreach (var dark in new[] { false, true })
        {
            var colours = Colours(dark);
            Contrast(colours[text], colours[ground]).ShouldBeGreaterThanOrEqualTo(least, $"{text} on {ground}, {(dark ? "dark" : "light")}");
        }
    }

    [Theory]
    [InlineData("app.css")]
    [InlineData("work.css")]
    [InlineData("print.css")]
    public void Css_Sides_AreLogical(string file)
    {
        var css = Comment().Replace(Read(file), "");
        Physical().Matches(css).Select(m => m.Value).ShouldBeEmpty();
    }

    [Fact]
    public void Contrast_BlackOnWhite_IsTwentyOne() => Contrast("#000000", "#ffffff").ShouldBe(21, 0.001);

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + .05) / (Math.Min(x, y) + .05);
    }

    /// <summary>Relative luminance (WCAG 2.2, definition).</summary>
    private static double Luminance(string hex)
    {
        double Part(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return .2126 * Part(1) + .7152 * Part(3) + .0722 * Part(5);
    }

    [GeneratedRegex(@"--([\w-]+): (#[0-9a-f]{6});")]
    private static partial Regex Token();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    // Lengths along the writing: a name that says left or right, width or height, top or bottom. Media features compare "width".
    [GeneratedRegex(@"(?<=[{;]\s*)(?:(?:min-|max-)?(?:width|height)|(?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom)\s*:|(?<=:\s*)(?:left|right)\b")]
    private static partial Regex Physical();
}
