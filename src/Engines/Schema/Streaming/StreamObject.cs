using System.Text.Json;
using Sen.Feel;

namespace Sen.Schema;

/// <summary>A property that a schema names.</summary>
/// <param name="Utf8">Its name.</param>
/// <param name="Name">The same as text.</param>
/// <param name="Schema">Schema of its value; null where there is none.</param>
/// <param name="Bit">Its bit among the names that must be known to be there; 0 for the others.</param>
/// <param name="IsAsked">Whether a FEEL rule reads it.</param>
internal sealed record StreamProperty(byte[] Utf8, string Name, StreamNode? Schema, ulong Bit, bool IsAsked);

/// <summary>Properties, what must be there, and FEEL rules over the few values that they read.</summary>
internal sealed class StreamObject(StreamProperty[] properties, StreamNode? others, ulong required, (ulong If, ulong Then)[] dependent, int least, int most, IReadOnlyList<CompiledRule> rules)
{
    private readonly Dictionary<int, int[]> byHash = properties.Select((property, index) => (Hash: Hash(property.Utf8), index))
        .GroupBy(entry => entry.Hash).ToDictionary(group => group.Key, group => group.Select(entry => entry.index).ToArray());

    public bool Check(ref Utf8JsonReader reader, int depth)
    {
        var (seen, count, expected) = (0UL, 0, 0);
        var asked = rules.Count > 0 ? new Dictionary<string, object?>(StringComparer.Ordinal) : null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (++count > most)
                return false;
            var found = Find(ref reader, expected);
            reader.Read();
            if (found < 0)
            {
                if (others is null)
                    reader.Skip();
                else if (!others.Check(ref reader, depth))
                    return false;
                continue;
            }
            expected = found + 1;
            var property = properties[found];
            seen |= property.Bit;
            if (property.IsAsked)
            {
                var copy = reader;
                asked![property.Name] = FeelJson.Read(ref copy);
            }
            if ((property.Schema ?? others) is not { } schema)
                reader.Skip();
            else if (!schema.Check(ref reader, depth))
                return false;
        }
        if (count < least || (seen & required) != required)
            return false;
        foreach (var (given, needed) in dependent)
        {
            if ((seen & given) != 0 && (seen & needed) != needed)
                return false;
        }
        foreach (var rule in rules)
        {
            if (rule.Code.Evaluate(asked!) is false)
                return false;
        }
        return true;
    }

    /// <summary>Index of the property whose name was read: mostly the next one of the schema, else by hash.</summary>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (expected < properties.Length && reader.ValueTextEquals(properties[expected].Utf8))
            return expected;
        if (reader.ValueIsEscaped)
            return Array.FindIndex(properties, ToMatch(reader.GetString()!));
        foreach (var index in byHash.GetValueOrDefault(Hash(reader.ValueSpan), []))
        {
            if (reader.ValueTextEquals(properties[index].Utf8))
                return index;
        }
        return -1;

        static Predicate<StreamProperty> ToMatch(string name) => property => property.Name == name;
    }

    private static int Hash(ReadOnlySpan<byte> name) => name.Length == 0 ? 0 : name.Length * 31 * 31 + name[0] * 31 + name[^1] + name[name.Length / 2] * 7;
}
