using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Sen.Data;

/// <summary>Dates as <c>2026-09-02</c> and times of day as <c>"07:00"</c>, in one spelling only.</summary>
internal sealed class PackDates : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(DateOnly?) || type == typeof(TimeOnly?);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<Scalar>();
        if (scalar.Value.Length == 0 && Nullable.GetUnderlyingType(type) is not null)
            return null;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateOnly))
            return DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
                ? on
                : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a date such as 2026-09-02");
        return TimeOnly.TryParseExact(scalar.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at
            : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a time such as \"07:00\"");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("packs are read, never written");
}
