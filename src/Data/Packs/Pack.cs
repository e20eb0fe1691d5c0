using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Sen.Data;

/// <summary>
/// A folder of YAML that a province brings along: rules, units, procedures, demonstration people. Keys are camelCase;
/// a key that the program does not know is an error with file and line, so that no rule is lost by a typing slip.
/// </summary>
public sealed class Pack
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new PackDates())
        .WithNodeDeserializer(new PackLists(), where => where.OnTop())
        .WithEnforceRequiredMembers()
        .WithEnforceNullability()
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Opens the pack of a folder.</summary>
    /// <exception cref="PackException">There is no such folder.</exception>
    public Pack(string directory)
    {
        Directory = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(Directory))
            throw new PackException(directory, 0, "there is no such folder");
    }

    /// <summary>Full path of the folder.</summary>
    public string Directory { get; }

    /// <summary>Last part of the folder's name: what histories call the pack.</summary>
    public string Name => Path.GetFileName(Directory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>True when the pack has the file, a path with slashes relative to its folder.</summary>
    public bool Has(string file) => File.Exists(At(file));

    /// <summary>Reads a YAML file as a record with settable properties.</summary>
    /// <exception cref="PackException">Missing, not YAML, an unknown key, a missing required one, or a value of the wrong kind.</exception>
    public T Read<T>(string file)
    {
        try
        {
            return Yaml.Deserialize<T>(Text(file)) ?? throw new PackException(file, 1, "the file is empty");
        }
        catch (YamlException e)
        {
            throw new PackException(file, (int)e.Start.Line, (e.InnerException ?? e).Message);
        }
    }

    /// <summary>Reads every matching file of a folder, in order of name; none when the pack lacks the folder.</summary>
    public IReadOnlyList<(string Name, T Value)> ReadAll<T>(string folder, string pattern = "*.yaml") =>
        System.IO.Directory.Exists(At(folder))
            ? [.. System.IO.Directory.EnumerateFiles(At(folder), pattern).Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileNameWithoutExtension(path), Read<T>($"{folder}/{Path.GetFileName(path)}")))]
            : [];

    /// <summary>The text of a file, in UTF-8.</summary>
    /// <exception cref="PackException">Missing.</exception>
    public string Text(string file) => File.ReadAllText(Existing(file));

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="PackException">Missing.</exception>
    public byte[] Bytes(string file) => File.ReadAllBytes(Existing(file));

    private string Existing(string file) => Has(file) ? At(file) : throw new PackException(file, 0, "there is no such file in the pack");

    private string At(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Directory, file));
        return path.StartsWith(Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new PackException(file, 0, "the path leaves the pack");
    }
}

/// <summary>A pack that cannot be applied as it stands: where, and why. Line 0 means the file as a whole.</summary>
public sealed class PackException(string file, int line, string reason) : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {reason}")
{
    /// <summary>File within the pack.</summary>
    public string File => file;

    /// <summary>Line, from 1; 0 for the file as a whole.</summary>
    public int Line => line;
}
