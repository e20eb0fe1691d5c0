using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>An e-mail of the program: plain text, and the same as HTML that mail programs of any age show.</summary>
internal sealed class MailLayout(Texts texts, MailAddress from)
{
    /// <summary>The whole message; disposed by the caller.</summary>
    /// <exception cref="ChannelException">The address is none.</exception>
    public MailMessage Message(Letter letter)
    {
        if (!MailAddress.TryCreate(letter.Address, letter.Name, Encoding.UTF8, out var to))
            throw new ChannelException("not an address", permanent: true);
        var sender = new MailAddress(from.Address, texts.Get(letter.Language, "delivery.mail.sender"), Encoding.UTF8);
        var message = new MailMessage(sender, to)
        {
            Subject = string.Join(' ', letter.Subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            Body = Plain(letter),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64,
        };
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html(letter), Encoding.UTF8, MediaTypeNames.Text.Html));
        // A letter sent twice (a crash after sending) shows once where the mail program knows its id.
        message.Headers.Add("Message-ID", $"<{letter.Id:n}@{from.Host}>");
        message.Headers.Add("Content-Language", letter.Language);
        // No holiday replies (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private string Plain(Letter letter)
    {
        var link = letter.Link is null ? "" : $"{texts.Get(letter.Language, "delivery.mail.open")}: {letter.Link}\n\n";
        return $"{letter.Text}\n\n{link}-- \n{texts.Get(letter.Language, "delivery.mail.footer")}\n";
    }

    private string Html(Letter letter)
    {
        var direction = letter.Language == "ar" ? "rtl" : "ltr";
        var paragraphs = string.Concat(letter.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(p => $"<p style=\"margin:0 0 16px\">{Encode(p).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));
        var link = letter.Link is null ? "" : $"""
            <p style="margin:24px 0"><a href="{Encode(letter.Link.AbsoluteUri)}" style="background:#0b5d4a;color:#fff;padding:12px 20px;border-radius:4px;text-decoration:none;display:inline-block">{Encode(texts.Get(letter.Language, "delivery.mail.open"))}</a></p>
            """;
        return $"""
            <!doctype html>
            <html lang="{letter.Language}" dir="{direction}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(letter.Subject)}</title></head>
            <body dir="{direction}" style="margin:0;padding:24px 12px;background:#f5f3ef;color:#1f2421;font:16px/1.6 system-ui,'Segoe UI','Noto Sans','Noto Sans Arabic',Arial,sans-serif">
            <div style="max-width:600px;margin:0 auto;background:#fff;border-top:4px solid #0b5d4a;padding:24px">
            <h1 style="font-size:20px;line-height:1.4;margin:0 0 16px">{Encode(letter.Subject)}</h1>
            {paragraphs}{link}
            <p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #d9d4ca;font-size:14px;color:#5c615d">{Encode(texts.Get(letter.Language, "delivery.mail.footer"))}</p>
            </div>
            </body>
            </html>
            """;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
