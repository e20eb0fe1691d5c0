using System.Text;

namespace Sen.Tests.Unit.Lexis;

/// <summary>
/// The syllables of Vietnamese spelling: each beginning with each rhyme in the tones that it can have, written with the tone in
/// both places where usage differs (hòa, hoà). Some of them no word uses.
/// </summary>
internal static class Syllables
{
    private static readonly string[] Beginnings =
        ["", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"];

    private static readonly string[] Rhymes =
        ("a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
        + "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
        + "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyp uyt uyu "
        + "ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu").Split(' ');

    private static readonly string[] Tones = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"];

    /// <summary>Each syllable in NFC, and its other spelling, the same where there is none.</summary>
    public static IEnumerable<(string Syllable, string Other)> All()
    {
        foreach (var beginning in Beginnings)
            foreach (var rhyme in Rhymes)
                foreach (var tone in Tones)
                    yield return (Write(beginning, rhyme, tone, Old(rhyme)), Write(beginning, rhyme, tone, New(rhyme)));
    }

    private static string Write(string beginning, string rhyme, string tone, int at) =>
        (beginning + rhyme[..(at + 1)] + tone + rhyme[(at + 1)..]).Normalize(NormalizationForm.FormC);

    /// <summary>The vowel that carries the tone in the older usage: hòa, thủy.</summary>
    private static int Old(string rhyme) => rhyme is "oa" or "oe" or "uy" ? 0 : New(rhyme);

    /// <summary>In the newer usage: hoà, thuỷ.</summary>
    private static int New(string rhyme)
    {
        var shaped = rhyme.LastIndexOfAny(['ă', 'â', 'ê', 'ô', 'ơ', 'ư']);
        if (shaped >= 0)
            return rhyme is "ưa" or "ưu" or "ưi" ? 0 : shaped;
        return rhyme.Length > 1 && rhyme[0] is 'o' or 'u' && rhyme[1] is 'a' or 'e' or 'o' or 'y' && rhyme is not "ua" ? 1 : 0;
    }
}
