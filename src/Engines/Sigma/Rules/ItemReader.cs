using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sen.Sigma.Rules;

/// <summary>Reads <c>field|modifier|...: values</c> into an item (modifiers appendix 2.1.0). What cannot be honoured is refused.</summary>
internal sealed class ItemReader(SigmaOptions options)
{
    public Expr Read(string key, YamlNode value)
    {
        var parts = key.Split('|');
        var field = parts[0].Trim() is { Length: > 0 } name ? name : null;
        if (field is not null && options.KnownFields is { } known && !known(field))
            throw new RefusedException("unknown-field", field);
        var modifiers = Modifiers.Read(parts[1..], key);
        var scalars = value switch
        {
            YamlScalarNode one => [Yaml.Scalar(one)],
            YamlSequenceNode many => many.Select(item => item is YamlScalarNode scalar ? Yaml.Scalar(scalar) : throw new RefusedException("value", $"{key}: a value must be plain")).ToArray(),
            _ => throw new RefusedException("value", $"{key}: a map is no value"),
        };
        if (scalars.Length == 0)
            throw new RefusedException("value", $"{key}: no value");
        return Item(field, key, modifiers, scalars);
    }

    private Expr Item(string? field, string key, Modifiers modifiers, Scalar[] scalars)
    {
        var groups = scalars.Select(scalar => (IReadOnlyList<Check>)[.. Checks(field, key, modifiers, scalar)]).ToArray();
        // A value that a modifier makes several of is satisfied by any of them, also under "all".
        Expr item = modifiers.All && groups.Any(group => group.Count > 1)
            ? new AllOf([.. groups.Select(group => new Item(field, group, false))])
            : new Item(field, [.. groups.SelectMany(group => group)], modifiers.All);
        return modifiers.Not ? new NotOf(item) : item;
    }

    private IEnumerable<Check> Checks(string? field, string key, Modifiers modifiers, Scalar scalar)
    {
        if (field is null && modifiers.Kind is not (null or "re"))
            throw new RefusedException("modifier", $"{key}: {modifiers.Kind} needs a field");
        switch (modifiers.Kind)
        {
            case "exists":
                return [new ExistsCheck(scalar.Truth ?? throw new RefusedException("value", $"{key}: exists takes true or false"))];
            case "re":
                return [Regex(key, Needed(key, scalar), modifiers)];
            case "cidr":
                return [Cidr(key, Needed(key, scalar))];
            case "fieldref":
                return [Field(key, Needed(key, scalar), modifiers)];
            case "number":
                return [new NumberCheck(modifiers.Comparison, scalar.Number ?? throw new RefusedException("value", $"{key}: a number is needed"), modifiers.Part)];
        }
        if (scalar.IsNull)
            return modifiers.Text.Count == 0 && field is not null ? [new NullCheck()] : throw new RefusedException("value", $"{key}: null takes no modifier and needs a field");
        if (modifiers.Text.Count == 0 && scalar.Number is { } number && field is not null)
            return Numbers(scalar.Text!, number).Select(text => new TextCheck(text, modifiers.Cased));
        IEnumerable<string> texts = [Glob.Read(scalar.Text!)];
        foreach (var modifier in modifiers.Text)
            texts = [.. texts.SelectMany(text => Encodings.Apply(modifier, text, options.Placeholders))];
        return texts.Select(text => new TextCheck(Printable(key, field is null ? Glob.Contains(text) : text), modifiers.Cased));
    }

    /// <summary>A number is compared as JSON events give it: without needless digits; and as it is written.</summary>
    private static IEnumerable<string> Numbers(string written, double number) => new[] { written, number.ToString("R", CultureInfo.InvariantCulture) }.Distinct();

    private static string Needed(string key, Scalar scalar) => scalar.Text is { Length: > 0 } text ? text : throw new RefusedException("value", $"{key}: a value is needed");

    private static string Printable(string key, string text) =>
        Encodings.IsBytes(text) ? throw new RefusedException("modifier", $"{key}: bytes outside ASCII can only be compared in base64") : text;

    private static RegexCheck Regex(string key, string pattern, Modifiers modifiers)
    {
        try
        {
            // Linear time whatever the pattern; lookaround and back references are refused by the same option.
            return new(new Regex(pattern, modifiers.RegexOptions | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), pattern);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new RefusedException("regex", $"{key}: {error.Message}");
        }
    }

    private static CidrCheck Cidr(string key, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            var whole = address.GetAddressBytes().Length * 8;
            if (slash < 0)
                return new(new IPNetwork(address, whole));
            if (int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= whole)
                return new(new IPNetwork(Masked(address, length), length));
        }
        throw new RefusedException("cidr", $"{key}: {text} is no network");
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(bytes);
    }

    private FieldCheck Field(string key, string other, Modifiers modifiers)
    {
        if (options.KnownFields is { } known && !known(other))
            throw new RefusedException("unknown-field", other);
        var place = (modifiers.Text) switch
        {
            [] => FieldPlace.Whole,
            ["contains"] => FieldPlace.Anywhere,
            ["startswith"] => FieldPlace.Start,
            ["endswith"] => FieldPlace.End,
            _ => throw new RefusedException("modifier", $"{key}: fieldref goes with contains, startswith or endswith only"),
        };
        return new(other, place, modifiers.Cased);
    }
}
