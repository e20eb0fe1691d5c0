using Sen.Sigma.Rules;

namespace Sen.Sigma.Events;

/// <summary>
/// Other names of a field: a rule that says <c>CommandLine</c> also reads <c>process.command_line</c> (ECS), and the other way round.
/// Two native names of one ECS field are not taken for each other.
/// </summary>
internal sealed class Aliases
{
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.Ordinal);

    public Aliases(IReadOnlyList<IReadOnlyList<string>> further)
    {
        foreach (var (native, others) in Resources.Lists("aliases.yml"))
            Join([native, .. others]);
        foreach (var list in further)
            Join(list);
    }

    public IEnumerable<string> Of(string field) => _names.TryGetValue(field, out var names) ? names.Prepend(field) : [field];

    private void Join(IReadOnlyList<string> names)
    {
        foreach (var other in names.Skip(1))
        {
            Put(names[0], other);
            Put(other, names[0]);
        }
    }

    private void Put(string field, string name)
    {
        if (!_names.TryGetValue(field, out var names))
            _names[field] = names = new(StringComparer.Ordinal);
        names.Add(name);
    }
}
