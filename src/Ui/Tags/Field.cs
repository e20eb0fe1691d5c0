using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>One choice of a select, radios or checkboxes.</summary>
/// <param name="Value">What is posted.</param>
/// <param name="Text">What is read.</param>
/// <param name="Hint">A second line, for radios and checkboxes.</param>
/// <param name="Lang">Language of text and hint where they come from data: <c>vi</c>.</param>
public sealed record Option(string Value, string Text, string? Hint = null, string? Lang = null);

/// <summary>
/// A question of a form: label, hint, error and input, tied together for hearing readers. Bound to a property with
/// <c>for</c>, or by <c>name</c> and <c>value</c> where the form comes from data.
/// </summary>
public sealed class XFieldTagHelper(Words words) : TagHelper
{
    /// <summary>The bound property; gives name, value and error.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name of the input, instead of <see cref="For"/>.</summary>
    public string? Name { get; set => field = value.OrNull(); }

    /// <summary>Value shown; for checkboxes a list of strings. What was posted wins.</summary>
    public object? Value { get; set; }

    /// <summary>Key of the label.</summary>
    public string? LabelKey { get; set => field = value.OrNull(); }

    /// <summary>The label itself, where it comes from data.</summary>
    public string? Label { get; set => field = value.OrNull(); }

    /// <summary>Key of the hint.</summary>
    public string? HintKey { get; set => field = value.OrNull(); }

    /// <summary>The hint itself, where it comes from data.</summary>
    public string? Hint { get; set => field = value.OrNull(); }

    /// <summary>text, textarea, date, number, email, tel, select, radios, checkbox, checkboxes, file, password, search, hidden; guessed from the property.</summary>
    public string? Kind { get; set => field = value.OrNull(); }

    /// <summary>Choices of select, radios, checkboxes.</summary>
    public IEnumerable<Option>? Options { get; set; }

    /// <summary>May stay empty: said beside the label. Fields are required unless said so.</summary>
    public bool Optional { get; set; }

    /// <summary>The label is the page's heading: one question a page.</summary>
    public bool Large { get; set; }

    /// <summary>Expected length in characters: 4, 10, 20 or 30; full width without it.</summary>
    public string? Width { get; set => field = value.OrNull(); }

    /// <summary>Rows of a textarea; 5.</summary>
    public int Rows { get; set; } = 5;

    /// <summary>Purpose for the browser's memory (WCAG 1.3.5): name, email, tel, bday, street-address.</summary>
    public string? Autocomplete { get; set => field = value.OrNull(); }

    /// <summary>On-screen keyboard: numeric, decimal, tel, email.</summary>
    public string? Inputmode { get; set => field = value.OrNull(); }

    /// <summary>Longest input in characters.</summary>
    public int? Maxlength { get; set; }

    /// <summary>File types of a file field, e.g. <c>.pdf,.jpg</c>.</summary>
    public string? Accept { get; set => field = value.OrNull(); }

    /// <summary>More than one file.</summary>
    public bool Multiple { get; set; }

    /// <summary>Shown, not changed.</summary>
    public bool Readonly { get; set; }

    /// <summary>Unit behind the input: đồng, ngày.</summary>
    public string? Suffix { get; set => field = value.OrNull(); }

    /// <summary>Radios or checkboxes in one line.</summary>
    public bool Inline { get; set; }

    /// <summary>Shown only while another field has a value: <c>field</c>, <c>field=a|b</c>, <c>field!=a</c>. Without script always shown.</summary>
    public string? When { get; set => field = value.OrNull(); }

    /// <summary>Language of the label where it comes from data: <c>vi</c>.</summary>
    public string? Lang { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    internal string FieldName { get; private set; } = "";
    internal string Id { get; private set; } = "";
    internal string Shown { get; private set; } = "";
    internal string? DescribedBy { get; private set; }
    internal bool Wrong { get; private set; }
    internal Words T => words;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldName = For is null ? Name ?? throw new InvalidOperationException("<x-field> needs for or name")
            : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        Id = FieldId.Of(FieldName);
        Kind ??= Guess();
        var state = ViewContext.ModelState.TryGetValue(FieldName, out var entry) ? entry : null;
        Value ??= For?.Model;
        Shown = FieldValue.Shown(Value, state, words.Language);

        if (Kind == "hidden")
        {
            output.TagName = null;
            output.Content.SetHtmlContent(Markup.Of($"<input type=\"hidden\" name=\"{FieldName}\" value=\"{Shown}\">"));
            return;
        }

        var label = Label ?? (LabelKey is null ? throw new InvalidOperationException($"<x-field> {FieldName} has no label") : words[LabelKey]);
        FieldLabels.Of(ViewContext.HttpContext)[FieldName] = label;
        var hint = Hint ?? (HintKey is null ? null : words[HintKey]) ?? (Kind == "date" ? words["ui.field.date-hint"] : null);
        var error = state?.Errors.FirstOrDefault()?.ErrorMessage;
        Wrong = error is not null;
        DescribedBy = string.Join(' ', new[] { hint is null ? null : Id + "-hint", Wrong ? Id + "-error" : null }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

        var grouped = Kind is "radios" or "checkboxes";
        output.TagName = grouped ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("x-field");
        output.Flag("data-error", Wrong);
        output.Flag("data-large", Large);
        output.Set("data-when", When);
        if (grouped)
        {
            output.Set("aria-describedby", DescribedBy);
            if (Kind == "radios") output.Set("role", "radiogroup");
            if (Kind == "radios" && Wrong) output.Set("aria-invalid", "true");
        }
        var optional = Optional ? Markup.Of($" <span class=\"x-optional\">({words["ui.field.optional"]})</span>") : null;
        var text = Markup.Of($"<span{Markup.Attr("lang", Lang)}>{label}</span>{optional}");
        if (Large) text = Markup.Of($"<h1>{text}</h1>");
        var title = grouped ? Markup.Of($"<legend>{text}</legend>")
            : Kind == "checkbox" ? Markup.Empty
            : Markup.Of($"<label for=\"{Id}\">{text}</label>");
        var hintLine = hint is null ? null : Markup.Of($"<p class=\"x-hint\" id=\"{Id}-hint\"{Markup.Attr("lang", Lang)}>{hint}</p>");
        var errorLine = error is null ? null
            : Markup.Of($"<p class=\"ds-validation-message\" id=\"{Id}-error\"><span class=\"x-hidden\">{words["ui.field.error"]}: </span>{error}</p>");
        output.Content.SetHtmlContent(Kind == "checkbox"
            ? Markup.Of($"{errorLine}{FieldInput.Checkbox(this, text, hintLine)}")
            : Markup.Of($"{title}{hintLine}{errorLine}{FieldInput.Of(this)}"));
    }

    private string Guess()
    {
        var type = For is null ? typeof(string) : Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;
        if (Options is not null) return Options.Take(8).Count() > 7 ? "select" : "radios";
        if (type == typeof(bool)) return "checkbox";
        if (type == typeof(DateOnly)) return "date";
        if (type.IsAssignableTo(typeof(Microsoft.AspNetCore.Http.IFormFile))) return "file";
        return type == typeof(int) || type == typeof(long) || type == typeof(decimal) ? "number" : "text";
    }
}
