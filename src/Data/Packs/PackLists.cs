using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Sen.Data;

/// <summary>Lets records of a pack have read-only lists and dictionaries, which YamlDotNet does not know how to fill.</summary>
internal sealed class PackLists : INodeDeserializer
{
    private static readonly Dictionary<Type, Type> Filled = new()
    {
        [typeof(IReadOnlyList<>)] = typeof(List<>),
        [typeof(IReadOnlyCollection<>)] = typeof(List<>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(Dictionary<,>),
    };

    public bool Deserialize(
        IParser reader, Type expectedType, Func<IParser, Type, object?> nestedObjectDeserializer, out object? value, ObjectDeserializer rootDeserializer)
    {
        value = null;
        if (!expectedType.IsGenericType || !Filled.TryGetValue(expectedType.GetGenericTypeDefinition(), out var filled))
            return false;
        value = nestedObjectDeserializer(reader, filled.MakeGenericType(expectedType.GetGenericArguments()));
        return true;
    }
}
