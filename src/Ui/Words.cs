using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>The texts in the visitor's language; injected into every page as <c>T</c>: <c>@T["desk.title"]</c>.</summary>
public sealed class Words(Texts texts, IHttpContextAccessor http)
{
    /// <summary>vi, en or ar.</summary>
    public string Language => http.HttpContext?.Language() ?? "vi";

    /// <summary>The text of a key, with its placeholders filled.</summary>
    public string this[string key, params object?[] args] => texts.Get(Language, key, args);

    /// <summary>The text of a key filled with names and titles that are Vietnamese in every language: marked as such, each in its own direction.</summary>
    public IHtmlContent WithNames(string key, params string[] names) => new Markup(string.Format(
        CultureInfo.InvariantCulture, Markup.Encoder.Encode(texts.Get(Language, key)), [.. names.Select(name => Markup.Of($"<bdi lang=\"vi\">{name}</bdi>"))]));

    /// <summary>The refusal in words.</summary>
    public string this[Problem problem] => texts.Get(Language, problem);

    /// <summary>True when the key has a text.</summary>
    public bool Has(string key) => texts.Has(key);

    /// <summary>The text of a key that comes from data, or what stands in for it.</summary>
    public string Or(string key, string otherwise) => texts.Has(key) ? texts.Get(Language, key) : otherwise;

    /// <summary>Date in the visitor's format.</summary>
    public string Date(DateOnly on) => on.ToString("d", Texts.Culture(Language));

    /// <summary>Date and time in the province's time zone and the visitor's format.</summary>
    public string Moment(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, ProvinceTime).ToString("HH:mm dd/MM/yyyy", Texts.Culture(Language));

    /// <summary>A sum in Vietnamese dong.</summary>
    public string Dong(decimal amount) => texts.Get(Language, "ui.dong", amount.ToString("N0", Texts.Culture(Language)));

    /// <summary>Shows every problem beside its field, or above the form when it has none.</summary>
    public void Show(ModelStateDictionary state, IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
            state.AddModelError(problem.Field ?? "", this[problem]);
    }

    /// <summary>A file size in the units people know.</summary>
    public string Size(long bytes) => bytes < 1024 * 1024
        ? texts.Get(Language, "ui.size.kb", Math.Max(1, bytes / 1024))
        : texts.Get(Language, "ui.size.mb", Math.Round(bytes / 1048576m, 1));

    /// <summary>Viet Nam has one time zone and no summer time.</summary>
    public static readonly TimeZoneInfo ProvinceTime = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
}
