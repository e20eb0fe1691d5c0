using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Sen.Kernel;

namespace Sen.Identity.SignIn;

/// <summary>
/// What a new password of staff must be: long, hard to guess, in no list of leaked ones. No rules on kinds of characters and
/// no expiry, which make people choose worse (NIST SP 800-63B, 3.1.1.2). Hard to guess: what remains must be long when every
/// known word counts as one letter, and so does every run along the alphabet, the digits, the keyboard, or of one letter.
/// </summary>
internal sealed class PasswordRules(IConfiguration configuration)
{
    public const int Shortest = 12, Longest = 200;
    private const int LettersLeft = 8, DifferentLetters = 5, ShortestRun = 3;

    // What people here think of first, without accents; the names of the account join them.
    private static readonly string[] Known =
    [
        "matkhau", "password", "passw0rd", "pass", "admin", "quantri", "user", "login", "welcome", "letmein", "secret", "angiang", "longxuyen",
        "chaudoc", "rachgia", "phuquoc", "vietnam", "hanoi", "saigon", "chuyendoiso", "motcua", "vanthu", "chutich", "hotich", "congchuc", "ubnd",
        "uyban", "tinhuy", "phuong", "anhyeuem", "emyeuanh", "iloveyou", "yeuem", "sinhnhat", "hoasen", "dragon", "monkey", "football",
        "master", "sunshine", "princess", "abc123", "summer", "winter", "spring", "autumn", "2024", "2025", "2026", "2027",
    ];

    private static readonly string[] Rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    private readonly Lazy<BreachList?> _leaked = new(() => configuration["Sen:BreachedPasswords"] is { Length: > 0 } file ? new BreachList(file) : null);

    /// <summary>Null when the password may be taken, else why not, beside <paramref name="field"/>.</summary>
    public Problem? Refuse(string password, string field, string userName, string name)
    {
        if (password.Length is < Shortest or > Longest)
            return Problem.Invalid("identity.password-length", field, Shortest, Longest);
        var left = WithoutRuns(WithoutWords(Fold(password), userName, name));
        if (left.Length < LettersLeft || left.Distinct().Count() < DifferentLetters)
            return Problem.Invalid("identity.password-guessed", field);
        return _leaked.Value?.Has(password) == true ? Problem.Invalid("identity.password-leaked", field) : null;
    }

    private static string WithoutWords(string text, string userName, string name)
    {
        var words = Known.Concat(userName.Split('.', '-', '_')).Append(userName).Concat(name.Split(' ')).Select(Fold);
        return words.Where(w => w.Length >= ShortestRun).OrderByDescending(w => w.Length).Distinct().Aggregate(text, (rest, word) => rest.Replace(word, "*"));
    }

    private static string WithoutRuns(string text)
    {
        var left = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var run = Run(text, at);
            left.Append(text[at]);
            at += run >= ShortestRun ? run : 1;
        }
        return left.ToString();
    }

    /// <summary>How far, from a place on, the text repeats one letter or walks along a row in either direction.</summary>
    private static int Run(string text, int at)
    {
        var longest = text.Skip(at).TakeWhile(c => c == text[at]).Count();
        foreach (var row in Rows)
            foreach (var way in new[] { 1, -1 })
            {
                var (from, length) = (row.IndexOf(text[at]), 0);
                for (var place = from; place >= 0 && place < row.Length && at + length < text.Length && text[at + length] == row[place]; place += way)
                    length++;
                longest = Math.Max(longest, length);
            }
        return longest;
    }

    // Without accents and blanks "mật khẩu" is as easy as "matkhau".
    private static string Fold(string text) => string.Concat(text.ToLowerInvariant().Normalize(NormalizationForm.FormD)
        .Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).Replace('đ', 'd');
}
