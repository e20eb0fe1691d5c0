using System.Text;
using Sen.Sigma.Events;
using Sen.Sigma.Rules;

namespace Sen.Sigma.Matching;

internal enum Place : byte { Whole, Start, End, Inside }

/// <summary>Folded bytes that stand somewhere in a field; slot -1 is any field.</summary>
internal readonly record struct Literal(int Slot, Place Place, string Text);

/// <summary>Literals of which at least one occurs in every event the rule can match: the rarest such set of the rule.</summary>
internal sealed class Witnesses
{
    private const int MostLiterals = 512;
    private const int MostLength = 48;

    private readonly Slots _slots;
    private readonly Dictionary<Literal, int> _rules = [];

    public Witnesses(Slots slots, IEnumerable<Expr> rules)
    {
        _slots = slots;
        foreach (var rule in rules)
            foreach (var literal in Named(rule).ToHashSet())
                _rules[literal] = _rules.GetValueOrDefault(literal) + 1;
    }

    /// <summary>Null if the rule has none and must always be looked at.</summary>
    public IReadOnlyList<Literal>? Of(Expr rule) => Find(rule)?.Literals;

    private sealed record Found(Literal[] Literals, double Score);

    private Found? Find(Expr expr) => expr switch
    {
        AllOf all => Best(all.Parts.Select(Find)),
        AtLeast some => Union(some.Parts.Select(Find).OrderByDescending(found => found?.Score ?? double.NegativeInfinity).Take(some.Parts.Count - some.Least + 1)),
        NotOf { Part: NotOf inner } => Find(inner.Part),
        Item { All: true } item => Best(item.Checks.Select(check => Single(item.Field, check))),
        Item item => Union(item.Checks.Select(check => Single(item.Field, check))),
        _ => null,
    };

    private static Found? Best(IEnumerable<Found?> parts) => parts.OfType<Found>().MaxBy(found => found.Score);

    private static Found? Union(IEnumerable<Found?> parts)
    {
        var all = parts.ToArray();
        if (all.Length == 0 || all.Any(part => part is null))
            return null;
        var literals = all.SelectMany(part => part!.Literals).Distinct().ToArray();
        return literals.Length > MostLiterals ? null : new(literals, all.Min(part => part!.Score) - Math.Log2(literals.Length) / 2);
    }

    private Found? Single(string? field, Check check)
    {
        if (Literal(field, check) is not { } literal)
            return null;
        // A literal that many rules name is a common one; a whole value is rarer than its length says.
        var place = literal.Place switch { Place.Whole => 6, Place.End or Place.Start => 2, _ => 0 };
        return new([literal], Math.Min(literal.Text.Length, 24) + place - 2 * Math.Log2(_rules.GetValueOrDefault(literal, 1)));
    }

    private IEnumerable<Literal> Named(Expr expr) => expr switch
    {
        AllOf all => all.Parts.SelectMany(Named),
        AtLeast some => some.Parts.SelectMany(Named),
        Item item => item.Checks.Select(check => Literal(item.Field, check)).OfType<Literal>(),
        _ => [],
    };

    private Literal? Literal(string? field, Check check)
    {
        var (place, text) = check switch
        {
            TextCheck one => Piece(one.Glob),
            RegexCheck one => (Place.Inside, RegexLiteral.Of(one.Pattern, one.Regex.Options)),
            _ => (Place.Inside, null),
        };
        if (text is null)
            return null;
        // Latin-1 keeps bytes as characters, so that literals can be compared and cut.
        var bytes = Encoding.Latin1.GetString(Folding.Fold(text));
        if (bytes.Length < (place == Place.Whole ? 1 : 2))
            return null;
        if (place != Place.Whole && bytes.Length > MostLength)
            bytes = place == Place.End ? bytes[^MostLength..] : bytes[..MostLength];
        return new Literal(field is null ? -1 : _slots.Of(field), place, bytes);
    }

    private static (Place Place, string? Text) Piece(string glob)
    {
        var middle = glob.Trim(Glob.Star);
        if (!Glob.IsPlain(middle))
            return (Place.Inside, Glob.Pieces(glob).MaxBy(piece => piece.Length));
        var place = (glob.StartsWith(Glob.Star), glob.EndsWith(Glob.Star)) switch { (true, true) => Place.Inside, (true, false) => Place.End, (false, true) => Place.Start, _ => Place.Whole };
        return (place, middle.Length == 0 ? null : middle);
    }
}
