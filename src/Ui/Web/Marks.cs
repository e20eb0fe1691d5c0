using Microsoft.AspNetCore.Html;

namespace Sen.Ui;

/// <summary>Shows where a search matched.</summary>
public static class Marks
{
    /// <summary>The text, encoded, with the places in <c>mark</c>; they are in order and apart from one another.</summary>
    public static IHtmlContent Show(string text, IEnumerable<(int Start, int Length)> places)
    {
        var html = new HtmlContentBuilder();
        var at = 0;
        foreach (var (start, length) in places)
        {
            html.Append(text[at..start]).AppendHtml("<mark>").Append(text.Substring(start, length)).AppendHtml("</mark>");
            at = start + length;
        }
        return html.Append(text[at..]);
    }
}
