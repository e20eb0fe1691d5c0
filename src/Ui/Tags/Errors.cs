using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>
/// The summary of what does not hold, at the top of a form: each line links to its field; takes the focus. Shows
/// nothing while the form is in order. <c>&lt;x-errors /&gt;</c>
/// </summary>
public sealed class XErrorsTagHelper(Words words) : TagHelper
{
    /// <summary>Of the view's data: where one confirms anew who one is.</summary>
    internal const string Confirm = "Confirm";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ModelState
            .SelectMany(entry => (entry.Value?.Errors ?? []).Select(error => (entry.Key, error.ErrorMessage)))
            .Distinct().ToArray();
        if (errors.Length == 0)
        {
            output.SuppressOutput();
            return;
        }
        output.Start("div", "x-errors");
        output.Set("role", "alert");
        output.Set("tabindex", "-1");
        output.Set("aria-labelledby", "x-errors-title");
        output.Content.SetHtmlContent(new Later(() =>
        {
            // In the order of the page; what concerns the whole form comes first.
            var order = FieldLabels.Of(ViewContext.HttpContext).Keys.ToList();
            var lines = Markup.Join(errors.OrderBy(e => order.IndexOf(e.Key)), e => e.Key.Length == 0
                ? Markup.Of($"<li>{e.ErrorMessage}</li>")
                : Markup.Of($"<li><a href=\"#{FieldId.Of(e.Key)}\">{Line(e.Key, e.ErrorMessage)}</a></li>"));
            if (ViewContext.ViewData[Confirm] is string confirm)
                lines = Markup.Of($"{lines}<li><a href=\"{confirm}\" target=\"_blank\">{words["ui.errors.confirm"]}</a></li>");
            return Markup.Of($"<h2 id=\"x-errors-title\">{words["ui.errors.title"]}</h2><ul>{lines}</ul>");
        }));
    }

    private string Line(string field, string message) =>
        FieldLabels.Of(ViewContext.HttpContext).TryGetValue(field, out var label) ? words["ui.errors.line", label, message] : message;

    // The summary stands before the fields whose labels it says: it is written when the whole page is there.
    private sealed class Later(Func<IHtmlContent> content) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => content().WriteTo(writer, encoder);
    }
}

/// <summary>Labels of the fields of this page, by name of the field.</summary>
internal static class FieldLabels
{
    private static readonly object Key = new();

    public static Dictionary<string, string> Of(HttpContext http)
    {
        if (http.Items[Key] is not Dictionary<string, string> labels)
            http.Items[Key] = labels = [];
        return labels;
    }
}
