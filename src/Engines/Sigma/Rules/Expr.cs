using System.Net;
using System.Text.RegularExpressions;

namespace Sen.Sigma.Rules;

/// <summary>A rule's detection and condition as one tree, before fields become numbers.</summary>
internal abstract record Expr;

internal sealed record AllOf(IReadOnlyList<Expr> Parts) : Expr;

/// <summary>At least so many of the parts; 1 is an "or".</summary>
internal sealed record AtLeast(int Least, IReadOnlyList<Expr> Parts) : Expr;

internal sealed record NotOf(Expr Part) : Expr;

/// <summary>One line of a selection: a field (null: anywhere in the event) and its checks, of which one or all must hold.</summary>
internal sealed record Item(string? Field, IReadOnlyList<Check> Checks, bool All) : Expr;

/// <summary>What is asked of a field's value.</summary>
internal abstract record Check;

/// <summary>Text with wildcards, see <see cref="Glob"/>.</summary>
internal sealed record TextCheck(string Glob, bool Cased) : Check;

internal sealed record RegexCheck(Regex Regex, string Pattern) : Check;

internal sealed record CidrCheck(IPNetwork Network) : Check;

/// <summary>A comparison of a number or, with a part, of a piece of a date.</summary>
internal sealed record NumberCheck(Comparison Comparison, double Number, TimePart Part) : Check;

/// <summary>The field is absent or null.</summary>
internal sealed record NullCheck : Check;

internal sealed record ExistsCheck(bool Expected) : Check;

internal sealed record FieldCheck(string Other, FieldPlace Place, bool Cased) : Check;

internal enum Comparison { Equal, Less, LessOrEqual, Greater, GreaterOrEqual }

internal enum TimePart { None, Minute, Hour, Day, Week, Month, Year }

internal enum FieldPlace { Whole, Start, End, Anywhere }

/// <summary>Why a document cannot be honoured.</summary>
internal sealed class RefusedException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
