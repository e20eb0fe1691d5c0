using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>A file that lies there already.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Href">Where it is read; null while it may not be.</param>
/// <param name="RemoveHref">Page that asks and removes it; null where it stays.</param>
/// <param name="Kind">State as in x-status: ok, wait (being scanned), bad.</param>
/// <param name="State">The state in words; null shows none.</param>
public sealed record UploadedFile(string Name, long Size, string? Href = null, string? RemoveHref = null, string Kind = "ok", string? State = null);

/// <summary>
/// Asks for files and lists those that are there. Works as a plain file field in a <c>multipart/form-data</c> form;
/// a script adds the progress.
/// </summary>
public sealed class XUploadTagHelper(Words words) : TagHelper
{
    /// <summary>Name of the input.</summary>
    public required string Name { get; set; }

    /// <summary>What is asked for.</summary>
    public required string Label { get; set; }

    /// <summary>More about it: the kind of copy, pages.</summary>
    public string? Hint { get; set => field = value.OrNull(); }

    /// <summary>File types, e.g. <c>.pdf,.jpg,.png</c>.</summary>
    public string Accept { get; set; } = ".pdf,.jpg,.jpeg,.png";

    /// <summary>Largest size in MiB, said to the visitor; the server checks it itself.</summary>
    public int MaxMb { get; set; } = 20;

    /// <summary>More than one at once.</summary>
    public bool Multiple { get; set; }

    /// <summary>May stay empty.</summary>
    public bool Optional { get; set; }

    /// <summary>Files that are there.</summary>
    public IEnumerable<UploadedFile> Files { get; set; } = [];

    /// <summary>Language of label and hint where they come from data.</summary>
    public string? Lang { get; set => field = value.OrNull(); }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = FieldId.Of(Name);
        FieldLabels.Of(ViewContext.HttpContext)[Name] = Label;
        var error = ViewContext.ModelState.TryGetValue(Name, out var state) ? state.Errors.FirstOrDefault()?.ErrorMessage : null;
        var there = Files.ToArray();
        output.Start("div", "x-field");
        output.Flag("data-error", error is not null);
        var optional = Optional ? Markup.Of($" <span class=\"x-optional\">({words["ui.field.optional"]})</span>") : null;
        var hint = Hint is null ? null : Markup.Of($"<span{Markup.Attr("lang", Lang)}>{Hint}</span> ");
        var message = error is null ? null : Markup.Of($"<p class=\"ds-validation-message\" id=\"{id}-error\"><span class=\"x-hidden\">{words["ui.field.error"]}: </span>{error}</p>");
        var list = there.Length == 0 ? null : Markup.Of($"<ul class=\"x-files\">{Markup.Join(there, Line)}</ul>");
        var types = Accept.Replace(".", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal).ToUpperInvariant();
        output.Content.SetHtmlContent(Markup.Of($"""
            <label for="{id}"><span{Markup.Attr("lang", Lang)}>{Label}</span>{optional}</label>
            <p class="x-hint" id="{id}-hint">{hint}{words["ui.upload.rule", types, MaxMb]}</p>{message}{list}
            <div class="x-drop"><input type="file" id="{id}" name="{Name}" accept="{Accept}" data-upload{Markup.Attr("multiple", Multiple)} aria-describedby="{id}-hint{(error is null ? null : $" {id}-error")}"{Markup.Attr("aria-invalid", error is null ? null : "true")}>
            <div data-progress="{words["ui.upload.progress"]}" data-failed="{words["ui.upload.failed"]}" hidden><progress max="100" value="0" aria-label="{Label}"></progress><span role="status"></span></div></div>
            """));
    }

    private Markup Line(UploadedFile file)
    {
        var name = file.Href is null ? Markup.Of($"<span>{file.Name}</span>") : Markup.Of($"<a href=\"{ViewContext.HttpContext.InLanguage(file.Href)}\">{file.Name}</a>");
        var (colour, icon) = XStatusTagHelper.Look(file.Kind);
        var state = file.State is null ? null : Markup.Of($"<span class=\"x-status\" data-color=\"{colour}\">{Icons.Svg(icon)}<span>{file.State}</span></span>");
        var remove = file.RemoveHref is null ? null
            : Markup.Of($"<a href=\"{ViewContext.HttpContext.InLanguage(file.RemoveHref)}\">{words["ui.upload.remove"]}<span class=\"x-hidden\"> {file.Name}</span></a>");
        return Markup.Of($"<li>{name}<span class=\"x-quiet x-tab\">{words.Size(file.Size)}</span>{state}{remove}</li>");
    }
}
