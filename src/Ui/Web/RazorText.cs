using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>Renders a view to text: papers for printing, mail, and error pages.</summary>
public sealed class RazorText(IRazorViewEngine engine, ITempDataProvider temp, IServiceScopeFactory scopes, IHttpContextAccessor accessor)
{
    /// <summary>Renders the view at a path (<c>/Procedures/Print/Receipt.cshtml</c>, without <c>@page</c>) in a language, outside a request.</summary>
    /// <exception cref="InvalidOperationException">There is no view at the path.</exception>
    public async Task<string> Render<T>(string path, T model, string language)
    {
        using var scope = scopes.CreateScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.SetLanguage(language);
        var (outer, culture) = (accessor.HttpContext, CultureInfo.CurrentCulture);
        accessor.HttpContext = http;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Culture(language);
        try
        {
            return await Render(path, model, http);
        }
        finally
        {
            accessor.HttpContext = outer;
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        }
    }

    internal async Task<string> Render<T>(string path, T model, HttpContext http)
    {
        var found = engine.GetView(null, path, isMainPage: true);
        if (!found.Success)
            throw new InvalidOperationException($"no view at {path}");
        var action = new ActionContext(http, http.GetRouteData() ?? new RouteData(), new ActionDescriptor());
        var data = new ViewDataDictionary<T>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var context = new ViewContext(action, found.View, data, new TempDataDictionary(http, temp), writer, new HtmlHelperOptions());
        await found.View.RenderAsync(context);
        return writer.ToString();
    }
}
