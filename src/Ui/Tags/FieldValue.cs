using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>Identifiers of inputs, the same for the field and for the error summary that links to it.</summary>
internal static class FieldId
{
    public static string Of(string name) => TagBuilder.CreateSanitizedId(name, "_") is { Length: > 0 } id ? id : "field";
}

/// <summary>A value as the visitor reads and types it.</summary>
internal static class FieldValue
{
    /// <summary>What was posted, when the form comes back; otherwise the value in the formats of the language.</summary>
    public static string Shown(object? value, ModelStateEntry? state, string language) =>
        state?.AttemptedValue ?? value switch
        {
            null => "",
            string text => text,
            bool yes => yes ? "true" : "false",
            DateOnly on => on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            IEnumerable<string> many => string.Join(',', many),
            IFormattable number => number.ToString(null, Texts.Culture(language)),
            _ => value.ToString() ?? "",
        };
}
