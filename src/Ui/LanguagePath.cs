using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// Reads the language from the first segment (<c>/en</c>, <c>/ar</c>) and moves it to the path base, so that every
/// link made by the framework stays in the language and no route knows of it.
/// </summary>
internal sealed class LanguagePath(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        var language = "vi";
        foreach (var other in Texts.Languages.Skip(1))
            if (http.Request.Path.StartsWithSegments("/" + other, out var rest))
            {
                language = other;
                http.Request.PathBase = http.Request.PathBase.Add("/" + other);
                http.Request.Path = rest.HasValue ? rest : "/";
                break;
            }
        http.SetLanguage(language);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Culture(language);
        return next(http);
    }
}
