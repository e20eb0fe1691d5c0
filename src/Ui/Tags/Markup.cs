using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Sen.Ui;

/// <summary>
/// HTML written as an interpolated string: what is written is markup, what is filled in is encoded, unless it is
/// markup itself. Null fills in nothing.
/// </summary>
internal sealed class Markup(string html) : IHtmlContent
{
    // Vietnamese and Arabic letters stay letters: shorter pages, readable sources.
    internal static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static readonly Markup Empty = new("");

    public static Markup Of(Filled filled) => new(filled.ToString());

    /// <summary>An attribute with a leading space, or nothing when there is no value.</summary>
    public static Markup Attr(string name, object? value) => value switch
    {
        null or false or "" => Empty,
        true => new(" " + name),
        _ => Of($" {new Markup(name)}=\"{value}\""),
    };

    public static Markup Join<T>(IEnumerable<T> items, Func<T, IHtmlContent> each)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var item in items)
            each(item).WriteTo(writer, Encoder);
        return new(writer.ToString());
    }

    public static Markup From(IHtmlContent content) => Join([content], c => c);

    public bool IsEmpty => string.IsNullOrWhiteSpace(html);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(html);

    public override string ToString() => html;

    [InterpolatedStringHandler]
    public readonly ref struct Filled(int literalLength, int holes)
    {
        private readonly StringBuilder _html = new(literalLength + holes * 16);

        public void AppendLiteral(string markup) => _html.Append(markup);

        public void AppendFormatted(object? value)
        {
            switch (value)
            {
                case null: break;
                case Markup markup: _html.Append(markup); break;
                case IHtmlContent content: _html.Append(From(content)); break;
                default: _html.Append(Encoder.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")); break;
            }
        }

        public override string ToString() => _html.ToString();
    }
}
