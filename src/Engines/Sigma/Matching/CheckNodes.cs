using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Sen.Sigma.Events;
using Sen.Sigma.Rules;

namespace Sen.Sigma.Matching;

/// <summary>A check of one value at a time; it holds if any value of the field passes. Slot -1 stands for every value of the event.</summary>
internal abstract class ValueNode(int slot) : Node
{
    public sealed override bool Holds(LogEvent e)
    {
        if (slot < 0)
        {
            for (var value = 0; value < e.Count; value++)
                if (e.HasText(value) && Passes(e, value))
                    return true;
            return false;
        }
        for (var value = e.First(slot); value >= 0; value = e.Next(value))
            if (e.HasText(value) && Passes(e, value))
                return true;
        return false;
    }

    protected abstract bool Passes(LogEvent e, int value);
}

internal sealed class RegexNode(int slot, Regex regex) : ValueNode(slot)
{
    [ThreadStatic]
    private static char[]? _buffer;

    protected override bool Passes(LogEvent e, int value)
    {
        _buffer ??= new char[8_192];
        return regex.IsMatch(e.Chars(value, ref _buffer));
    }
}

internal sealed class CidrNode(int slot, IPNetwork[] networks) : ValueNode(slot)
{
    protected override bool Passes(LogEvent e, int value) => Addresses.Parse(e.Text(value)) is { } address && networks.Any(network => network.Contains(address));
}

internal static class Addresses
{
    /// <summary>An address in full notation ("1" is none), an IPv4 address inside IPv6 taken out.</summary>
    public static IPAddress? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 64 || (text.IndexOf((byte)':') < 0 && text.Count((byte)'.') != 3))
            return null;
        Span<char> chars = stackalloc char[64];
        if (!Encoding.UTF8.TryGetChars(text, chars, out var length) || !IPAddress.TryParse(chars[..length], out var address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}

internal sealed class NumberNode(int slot, NumberCheck check) : ValueNode(slot)
{
    protected override bool Passes(LogEvent e, int value)
    {
        double number;
        if (check.Part == TimePart.None ? !e.TryNumber(value, out number) : !Moments.TryPart(e.Text(value), check.Part, out number))
            return false;
        return check.Comparison switch
        {
            Comparison.Less => number < check.Number,
            Comparison.LessOrEqual => number <= check.Number,
            Comparison.Greater => number > check.Number,
            Comparison.GreaterOrEqual => number >= check.Number,
            _ => number == check.Number,
        };
    }
}

internal static class Moments
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>A part of an ISO date as it is written: zones are not converted (modifiers appendix, "Time Modifiers").</summary>
    public static bool TryPart(ReadOnlySpan<byte> text, TimePart part, out double number)
    {
        number = 0;
        Span<char> chars = stackalloc char[19];
        var length = Math.Min(19, text.Length);
        for (var i = 0; i < length; i++)
            chars[i] = text[i] == ' ' ? 'T' : (char)text[i];
        if (!DateTime.TryParseExact(chars[..length], Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return false;
        number = part switch
        {
            TimePart.Minute => moment.Minute,
            TimePart.Hour => moment.Hour,
            TimePart.Day => moment.Day,
            TimePart.Week => ISOWeek.GetWeekOfYear(moment),
            TimePart.Month => moment.Month,
            _ => moment.Year,
        };
        return true;
    }
}

/// <summary>Any value of one field is, begins, ends or holds any value of another.</summary>
internal sealed class FieldNode(int slot, int other, FieldPlace place, bool cased) : ValueNode(slot)
{
    protected override bool Passes(LogEvent e, int value)
    {
        for (var second = e.First(other); second >= 0; second = e.Next(second))
        {
            if (!e.HasText(second))
                continue;
            var a = cased ? e.Text(value) : e.Folded(value);
            var b = cased ? e.Text(second) : e.Folded(second);
            if (place switch { FieldPlace.Start => a.StartsWith(b), FieldPlace.End => a.EndsWith(b), FieldPlace.Anywhere => a.IndexOf(b) >= 0, _ => a.SequenceEqual(b) })
                return true;
        }
        return false;
    }
}
