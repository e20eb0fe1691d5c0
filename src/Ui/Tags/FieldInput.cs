namespace Sen.Ui;

/// <summary>The input of each kind of field.</summary>
internal static class FieldInput
{
    public static Markup Of(XFieldTagHelper field) => field.Kind switch
    {
        "textarea" => Markup.Of($"<textarea class=\"ds-input\" rows=\"{field.Rows}\"{Common(field)}>\n{field.Shown}</textarea>"),
        "select" => Select(field),
        "radios" => Choices(field, "radio"),
        "checkboxes" => Choices(field, "checkbox"),
        "date" => Date(field),
        "file" => File(field),
        "password" => Markup.Of($"<input class=\"ds-input\" type=\"password\"{Common(field)}>"),
        // Numbers are typed as text: a spinner changes them by accident, and the sign of thousands is ours.
        "number" => Line(field, "text", field.Inputmode ?? "decimal"),
        "email" or "tel" or "search" or "text" => Line(field, field.Kind, field.Inputmode),
        var other => throw new InvalidOperationException($"<x-field> {field.FieldName}: no kind '{other}'"),
    };

    /// <summary>A single yes, with its label behind the box.</summary>
    public static Markup Checkbox(XFieldTagHelper field, Markup label, Markup? hint) => Markup.Of($"""
        <div class="x-choice"><input class="ds-input" type="checkbox" value="true"{Common(field)}{Markup.Attr("checked", IsTrue(field.Shown))}><label for="{field.Id}">{label}</label>{hint}</div><input type="hidden" name="{field.FieldName}" value="false">
        """);

    private static Markup Common(XFieldTagHelper field) => Markup.Of(
        $" id=\"{field.Id}\" name=\"{field.FieldName}\"{Markup.Attr("aria-describedby", field.DescribedBy)}{Invalid(field)}{Markup.Attr("autocomplete", field.Autocomplete)}{Markup.Attr("maxlength", field.Maxlength)}{Markup.Attr("readonly", field.Readonly)}");

    private static Markup Invalid(XFieldTagHelper field) => Markup.Attr("aria-invalid", field.Wrong ? "true" : null);

    private static Markup Line(XFieldTagHelper field, string type, string? keyboard)
    {
        var input = Markup.Of($"<input class=\"ds-input\" type=\"{type}\" value=\"{field.Shown}\"{Common(field)}{Markup.Attr("inputmode", keyboard)}{Markup.Attr("data-width", field.Width)}{Markup.Attr("data-tab", field.Kind is "number" or "tel")}>");
        return field.Suffix is null ? input : Markup.Of($"<div class=\"x-affix\">{input}<span>{field.Suffix}</span></div>");
    }

    // dd/MM/yyyy is typed the same in every browser and without script; with it a calendar opens beside the field.
    private static Markup Date(XFieldTagHelper field) => Markup.Of($"""
        <div class="x-row-tight"><input class="ds-input" type="text" value="{field.Shown}"{Common(field)} inputmode="numeric" data-width="10" data-tab><button type="button" class="ds-button" data-variant="secondary" data-script hidden>{Icons.Svg("calendar", field.T["ui.field.pick-date"])}</button><input type="date" class="x-hidden" data-picks="{field.Id}" tabindex="-1" aria-hidden="true"></div>
        """);

    private static Markup File(XFieldTagHelper field) => Markup.Of($"""
        <div class="x-drop"><input type="file" data-upload{Common(field)}{Markup.Attr("accept", field.Accept)}{Markup.Attr("multiple", field.Multiple)}></div>
        """);

    private static Markup Select(XFieldTagHelper field)
    {
        var options = Markup.Join(field.Options ?? [], o => Markup.Of($"<option value=\"{o.Value}\"{Markup.Attr("selected", o.Value == field.Shown)}{Markup.Attr("lang", o.Lang)}>{o.Text}</option>"));
        var none = field.Shown.Length == 0 || field.Optional ? Markup.Of($"<option value=\"\">{field.T["ui.field.choose"]}</option>") : null;
        return Markup.Of($"<select class=\"ds-input\" data-width=\"auto\"{Common(field)}>{none}{options}</select>");
    }

    private static Markup Choices(XFieldTagHelper field, string type)
    {
        var chosen = field.Value is IEnumerable<string> many && field.Value is not string ? many.ToHashSet() : [.. field.Shown.Split(',')];
        var items = Markup.Join((field.Options ?? []).Select((option, index) => (option, index)), item =>
        {
            // The error summary links to the field's id: the first choice has it.
            var id = item.index == 0 ? field.Id : $"{field.Id}-{item.index}";
            var hint = item.option.Hint is null ? null : Markup.Of($"<p class=\"x-hint\" id=\"{id}-note\"{Markup.Attr("lang", item.option.Lang)}>{item.option.Hint}</p>");
            return Markup.Of($"""
                <div class="x-choice"><input class="ds-input" type="{type}" id="{id}" name="{field.FieldName}" value="{item.option.Value}"{Markup.Attr("checked", chosen.Contains(item.option.Value))}{Markup.Attr("aria-describedby", hint is null ? null : id + "-note")}{Markup.Attr("aria-invalid", field.Wrong && type == "checkbox" ? "true" : null)}><label for="{id}"{Markup.Attr("lang", item.option.Lang)}>{item.option.Text}</label>{hint}</div>
                """);
        });
        return Markup.Of($"<div class=\"x-choices\"{Markup.Attr("data-inline", field.Inline)}>{items}</div>");
    }

    private static bool IsTrue(string shown) => shown.Split(',')[0].Equals("true", StringComparison.OrdinalIgnoreCase);
}
