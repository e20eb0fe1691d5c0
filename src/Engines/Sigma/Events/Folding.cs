using System.Buffers;
using System.Text;

namespace Sen.Sigma.Events;

/// <summary>Lower case of UTF-8, rune by rune and without culture: the same for rules and for events.</summary>
internal static class Folding
{
    public static int Fold(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var (read, written) = (0, 0);
        while (read < text.Length)
        {
            Ascii.ToLower(text[read..], target[written..], out var ascii);
            (read, written) = (read + ascii, written + ascii);
            if (read == text.Length)
                break;
            if (Rune.DecodeFromUtf8(text[read..], out var rune, out var used) == OperationStatus.Done)
            {
                written += Rune.ToLowerInvariant(rune).EncodeToUtf8(target[written..]);
            }
            else
            {
                // Broken UTF-8 stays as it is: it must not hide what stands beside it.
                text.Slice(read, used).CopyTo(target[written..]);
                written += used;
            }
            read += used;
        }
        return written;
    }

    public static byte[] Fold(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var target = new byte[utf8.Length * 3 / 2 + 4];
        return target[..Fold(utf8, target)];
    }
}
