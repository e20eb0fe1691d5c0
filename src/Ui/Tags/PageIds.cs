using Microsoft.AspNetCore.Mvc.Rendering;

namespace Sen.Ui;

/// <summary>Ids that no other element of the page has, also where a tag stands in a loop: Razor's own number is one a place in the source.</summary>
internal static class PageIds
{
    public static string Next(ViewContext view)
    {
        var items = view.HttpContext.Items;
        var number = items[typeof(PageIds)] is int last ? last + 1 : 1;
        items[typeof(PageIds)] = number;
        return $"x-{number}";
    }
}
