using System.Globalization;
using System.Text;

namespace Sen.Schema;

/// <summary>Labels of international host names (RFC 5891): which code points may stand where (RFC 5892), and how directions mix (RFC 5893).</summary>
internal static class IdnLabel
{
    private enum Direction { Other, Left, Right, ArabicNumber, EuropeanNumber, Mark }

    /// <summary>Whether all labels hold, given in their Unicode form.</summary>
    public static bool Hold(IReadOnlyList<string> labels)
    {
        var all = labels.Select(label => label.EnumerateRunes().ToArray()).ToArray();
        var mixed = all.Any(label => label.Any(rune => Of(rune) is Direction.Right or Direction.ArabicNumber));
        return all.All(label => label.Length > 0 && Points(label) && (!mixed || Directions(label)));
    }

    private static bool Points(Rune[] label)
    {
        if (Rune.GetUnicodeCategory(label[0]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
            return false;
        for (var i = 0; i < label.Length; i++)
        {
            var (before, after) = (i > 0 ? label[i - 1].Value : 0, i + 1 < label.Length ? label[i + 1].Value : 0);
            var holds = label[i].Value switch
            {
                // Exceptions that are disallowed (RFC 5892 §2.6).
                0x0640 or 0x07FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => false,
                // Contextual rules (RFC 5892, appendix A).
                0x00B7 => before == 'l' && after == 'l',
                0x0375 => IsIn(after, 0x0370, 0x03FF) || IsIn(after, 0x1F00, 0x1FFF),
                0x05F3 or 0x05F4 => IsIn(before, 0x0590, 0x05FF),
                0x200C or 0x200D => IsVirama(before) || (label[i].Value == 0x200C && IsIn(before, 0x0620, 0x08FF) && IsIn(after, 0x0620, 0x08FF)),
                0x30FB => label.Any(rune => IsIn(rune.Value, 0x3041, 0x309F) || IsIn(rune.Value, 0x30A1, 0x30FA) || IsIn(rune.Value, 0x30FC, 0x30FF) || IsIn(rune.Value, 0x3400, 0x9FFF) || rune.Value is 0x3005 or 0x3007),
                >= 0x0660 and <= 0x0669 => !label.Any(rune => IsIn(rune.Value, 0x06F0, 0x06F9)),
                < 0x80 or 0x00DF or 0x03C2 or 0x06FD or 0x06FE or 0x0F0B or 0x3007 => true,
                // Letters, marks and digits that case and compatibility leave as they are.
                _ => Rune.GetUnicodeCategory(label[i]) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                    && label[i].ToString().Normalize(NormalizationForm.FormKC) == label[i].ToString(),
            };
            if (!holds)
                return false;
        }
        return true;
    }

    /// <summary>The Bidi rule (RFC 5893 §2).</summary>
    private static bool Directions(Rune[] label)
    {
        var kinds = label.Select(Of).ToArray();
        var last = kinds.LastOrDefault(kind => kind != Direction.Mark);
        return kinds[0] switch
        {
            Direction.Right => !kinds.Contains(Direction.Left) && last is Direction.Right or Direction.EuropeanNumber or Direction.ArabicNumber
                && !(kinds.Contains(Direction.EuropeanNumber) && kinds.Contains(Direction.ArabicNumber)),
            Direction.Left => !kinds.Contains(Direction.Right) && !kinds.Contains(Direction.ArabicNumber) && last is Direction.Left or Direction.EuropeanNumber,
            _ => false,
        };
    }

    /// <summary>Bidirectional classes by the blocks of Unicode, as far as the rule asks.</summary>
    private static Direction Of(Rune rune)
    {
        var (point, category) = (rune.Value, Rune.GetUnicodeCategory(rune));
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return Direction.Mark;
        if (IsIn(point, '0', '9') || IsIn(point, 0x06F0, 0x06F9))
            return Direction.EuropeanNumber;
        if (IsIn(point, 0x0660, 0x0669) || point is 0x066B or 0x066C or 0x06DD || IsIn(point, 0x10E60, 0x10E7E))
            return Direction.ArabicNumber;
        if (IsIn(point, 0x0590, 0x08FF) || IsIn(point, 0xFB1D, 0xFDFF) || IsIn(point, 0xFE70, 0xFEFF) || IsIn(point, 0x10800, 0x10FFF) || IsIn(point, 0x1E800, 0x1EFFF))
            return Direction.Right;
        return Rune.IsLetter(rune) || category is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber ? Direction.Left : Direction.Other;
    }

    private static bool IsVirama(int point) => point is 0x094D or 0x09CD or 0x0A4D or 0x0ACD or 0x0B4D or 0x0BCD or 0x0C4D or 0x0CCD or 0x0D4D or 0x0DCA or 0x0E3A or 0x0F84
        or 0x1039 or 0x103A or 0x1714 or 0x1734 or 0x17D2 or 0x1A60 or 0x1B44 or 0x1BAA or 0xA806 or 0xA8C4 or 0xA953 or 0xA9C0 or 0xAAF6 or 0xABED;

    private static bool IsIn(int point, int first, int last) => point >= first && point <= last;
}
