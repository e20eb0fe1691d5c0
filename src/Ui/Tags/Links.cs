using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Sen.Ui;

/// <summary>Addresses within the program, in the visitor's language.</summary>
internal static class Links
{
    /// <summary>The path with the language in front: <c>/ho-so</c> and <c>~/ho-so</c> become <c>/en/ho-so</c>; others stay.</summary>
    public static string InLanguage(this HttpContext http, string href)
    {
        var path = href.StartsWith("~/", StringComparison.Ordinal) ? href[1..] : href;
        var start = http.Request.PathBase.Value ?? "";
        return path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && start.Length > 0
            && !path.StartsWith("/lib/", StringComparison.Ordinal)
            && path != start && !path.StartsWith(start + "/", StringComparison.Ordinal)
            ? start + path : path;
    }

    /// <summary>This page with some query values replaced; null takes one away.</summary>
    public static string WithQuery(this HttpContext http, params (string Name, string? Value)[] changes)
    {
        var query = new QueryBuilder(http.Request.Query.Where(q => changes.All(c => c.Name != q.Key)));
        foreach (var (name, value) in changes)
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        return $"{http.Request.PathBase}{http.Request.Path}{query}";
    }
}

/// <summary>Keeps the language in plain links and form targets of pages: <c>href="/ho-so"</c> stays in <c>/en</c>.</summary>
[HtmlTargetElement("a", Attributes = "href")]
[HtmlTargetElement("form", Attributes = "action")]
public sealed class LanguageLinkTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    // After the framework has resolved "~/".
    public override int Order => 1000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = output.TagName == "form" ? "action" : "href";
        // Links to another language name it.
        if (output.Attributes.ContainsName("hreflang") || !output.Attributes.TryGetAttribute(name, out var target))
            return;
        if (target.Value is HtmlString encoded)
            // Written in the page as it is: encoded once, it stays so.
            output.Attributes.SetAttribute(name, new HtmlString(ViewContext.HttpContext.InLanguage(encoded.Value ?? "")));
        else if (target.Value is string plain)
            output.Attributes.SetAttribute(name, ViewContext.HttpContext.InLanguage(plain));
    }
}
