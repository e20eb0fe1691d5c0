using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace Sen.Ui;

/// <summary>Dates as people type them: 31/12/2026, 31-12-2026, 31.12.2026, 31122026, and 2026-12-31 as machines do.</summary>
public static class DateInput
{
    private static readonly string[] Formats = ["d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d M yyyy", "ddMMyyyy", "yyyy-MM-dd"];

    /// <summary>Reads a date; false for anything that is not a day of the calendar, or in a year that nobody here means.</summary>
    public static bool TryRead(string? text, out DateOnly on) =>
        DateOnly.TryParseExact(text?.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out on)
        && on.Year is >= 1800 and <= 2400;
}

internal sealed class DateBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var posted = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (posted == ValueProviderResult.None)
            return Task.CompletedTask;
        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, posted);
        var text = posted.FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
                bindingContext.Result = ModelBindingResult.Success(null);
            else
                Refuse(bindingContext, "problem.ui.required");
        }
        else if (DateInput.TryRead(text, out var on))
            bindingContext.Result = ModelBindingResult.Success(on);
        else
            Refuse(bindingContext, "problem.ui.date");
        return Task.CompletedTask;
    }

    private static void Refuse(ModelBindingContext context, string key) =>
        context.ModelState.TryAddModelError(context.ModelName, context.HttpContext.RequestServices.GetRequiredService<Words>()[key]);

    internal sealed class Provider : IModelBinderProvider
    {
        private static readonly DateBinder Binder = new();

        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.UnderlyingOrModelType == typeof(DateOnly) ? Binder : null;
    }
}
