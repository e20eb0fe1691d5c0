using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using System.Xml.Serialization;
using Sen.Bpmn.Model;

namespace Sen.Bpmn.Xml;

/// <summary>One property of a model class: an attribute, or child elements.</summary>
internal sealed class Slot
{
    private readonly PropertyInfo property;
    private readonly Dictionary<string, object>? values;

    public Slot(PropertyInfo property)
    {
        this.property = property;
        var type = property.PropertyType;
        IsList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);
        Type = IsList ? type.GetGenericArguments()[0] : Nullable.GetUnderlyingType(type) ?? type;
        ChildName = property.GetCustomAttribute<ChildAttribute>()?.Name;
        AttributeName = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        if (Type.IsEnum)
            values = Enum.GetValues(Type).Cast<object>().ToDictionary(value => Text(value));
    }

    public bool IsList { get; }

    /// <summary>The type of the value, or of one of the values.</summary>
    public Type Type { get; }

    /// <summary>The name of its elements, when they are not named by their class.</summary>
    public XName? ChildName { get; }

    public string AttributeName { get; }

    public bool IsElement => typeof(BpmnElement).IsAssignableFrom(Type);

    public bool IsText => Type == typeof(string) && ChildName is not null;

    public bool IsAttribute => !IsElement && !IsText && !IsList;

    /// <summary>Every value that it holds, in order.</summary>
    public IEnumerable<object> Values(BpmnElement owner) => property.GetValue(owner) switch
    {
        null => [],
        IList list when IsList => list.Cast<object>(),
        var one => [one],
    };

    /// <summary>Adds a value; false when there is room for one only and it is taken.</summary>
    public bool Add(BpmnElement owner, object value)
    {
        if (IsList)
            ((IList)property.GetValue(owner)!).Add(value);
        else if (property.GetValue(owner) is null)
            property.SetValue(owner, value);
        else
            return false;
        return true;
    }

    /// <summary>Sets an attribute from its text; false when the text is not of its type.</summary>
    public bool Parse(BpmnElement owner, string text)
    {
        var trimmed = text.Trim();
        object? value = null;
        if (Type == typeof(string))
            value = text;
        else if (Type == typeof(bool))
            value = trimmed is "true" or "1" ? true : trimmed is "false" or "0" ? false : null;
        else if (Type == typeof(int))
            value = int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        else if (Type == typeof(decimal))
            value = decimal.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (values is not null)
            value = values.GetValueOrDefault(trimmed);
        return value is not null && Add(owner, value);
    }

    /// <summary>The text of an attribute's value.</summary>
    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum member => member.GetType().GetField(member.ToString())!.GetCustomAttribute<XmlEnumAttribute>()?.Name ?? member.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
