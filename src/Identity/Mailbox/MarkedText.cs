using Microsoft.AspNetCore.Html;

namespace Sen.Identity.Mailbox;

/// <summary>
/// A text whose inserted parts stand between isolates (U+2068, U+2069): names of data keep their direction in Arabic, and
/// Vietnamese ones say their language, so that a reading machine pronounces them.
/// </summary>
internal static class MarkedText
{
    public const char Start = '\u2068', End = '\u2069';

    public static string Mark(string part) => Start + part + End;

    public static IHtmlContent Html(string text)
    {
        var html = new HtmlContentBuilder();
        foreach (var piece in text.Split(Start))
        {
            if (piece.IndexOf(End) is var end and >= 0)
                html.AppendHtml(IsVietnamese(piece[..end]) ? "<bdi lang=\"vi\">" : "<bdi>").Append(piece[..end]).AppendHtml("</bdi>").Append(piece[(end + 1)..]);
            else
                html.Append(piece);
        }
        return html;
    }

    // Letters that no other language of the interface has.
    private static bool IsVietnamese(string text) => text.Any(c => c is >= '\u1ea0' and <= '\u1ef9' or 'ă' or 'đ' or 'ơ' or 'ư' or 'Ă' or 'Đ' or 'Ơ' or 'Ư');
}
