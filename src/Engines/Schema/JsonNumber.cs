using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sen.Schema;

/// <summary>A JSON number of any size as digits times a power of ten, without trailing zeros. Exponents are never written out, so 1e999999999 costs nothing.</summary>
internal readonly record struct JsonNumber(BigInteger Digits, int Exponent) : IComparable<JsonNumber>
{
    private const int MaxExponent = 1_000_000_000;

    public bool IsInteger => Digits.IsZero || Exponent >= 0;

    public static JsonNumber Read(JsonElement number)
    {
        if (number.TryGetInt64(out var whole))
            return Normal(whole, 0);
        var text = number.GetRawText();
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = e < 0 ? 0 : BigInteger.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }
        return Normal(BigInteger.Parse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            (int)BigInteger.Max(-MaxExponent, BigInteger.Min(MaxExponent, exponent)));
    }

    private static JsonNumber Normal(BigInteger digits, int exponent)
    {
        if (digits.IsZero)
            return new JsonNumber(BigInteger.Zero, 0);
        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }
        return new JsonNumber(digits, exponent);
    }

    public int CompareTo(JsonNumber other)
    {
        if (Digits.Sign != other.Digits.Sign || Digits.IsZero)
            return Digits.Sign.CompareTo(other.Digits.Sign);
        var (a, b) = (Magnitude, other.Magnitude);
        if (a != b)
            return a.CompareTo(b) * Digits.Sign;
        // Equal magnitude: the exponents differ by no more than the digits do.
        var least = Math.Min(Exponent, other.Exponent);
        return (Digits * BigInteger.Pow(10, Exponent - least)).CompareTo(other.Digits * BigInteger.Pow(10, other.Exponent - least));
    }

    public bool IsMultipleOf(JsonNumber unit)
    {
        if (Digits.IsZero)
            return true;
        if (unit.Digits.IsZero)
            return false;
        var shift = (long)Exponent - unit.Exponent;
        if (shift >= 0)
            return (Digits * BigInteger.ModPow(10, shift, BigInteger.Abs(unit.Digits)) % unit.Digits).IsZero;
        return -shift <= Magnitude - Exponent && (Digits % (unit.Digits * BigInteger.Pow(10, (int)-shift))).IsZero;
    }

    /// <summary>Place of the first digit.</summary>
    private long Magnitude => BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).Length + (long)Exponent;
}

/// <summary>Equality of JSON values: numbers by value, objects in any order.</summary>
internal static class JsonEquality
{
    public static bool Equal(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
            return false;
        switch (a.ValueKind)
        {
            case JsonValueKind.Number: return JsonNumber.Read(a) == JsonNumber.Read(b);
            case JsonValueKind.String: return a.ValueEquals(b.GetString());
            case JsonValueKind.Array: return a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Equal(pair.First, pair.Second));
            case JsonValueKind.Object:
                return a.EnumerateObject().Count() == b.EnumerateObject().Count()
                    && a.EnumerateObject().All(entry => b.TryGetProperty(entry.Name, out var other) && Equal(entry.Value, other));
            default: return true;
        }
    }

    /// <summary>Index of the first item that stood before, by hash so that long lists stay fast; null where all differ.</summary>
    public static int? FirstTwice(JsonElement array)
    {
        var seen = new Dictionary<int, List<JsonElement>>();
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var hash = Hash(item);
            if (!seen.TryGetValue(hash, out var alike))
                seen[hash] = alike = [];
            if (alike.Any(other => Equal(other, item)))
                return index;
            alike.Add(item);
            index++;
        }
        return null;
    }

    private static int Hash(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => JsonNumber.Read(value).GetHashCode(),
        JsonValueKind.String => value.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item))),
        JsonValueKind.Object => value.EnumerateObject().Aggregate(19, (hash, entry) => hash ^ HashCode.Combine(entry.Name, Hash(entry.Value))),
        _ => (int)value.ValueKind,
    };
}
