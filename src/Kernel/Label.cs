namespace Sen.Kernel;

/// <summary>A text in the three languages; a pack may give Vietnamese only, which pages then mark <c>lang=vi</c>.</summary>
public sealed record Label(string Vi, string? En = null, string? Ar = null)
{
    /// <summary>For readers of packs, which set the parts.</summary>
    public Label() : this("") { }

    /// <summary>The text in a language, or the Vietnamese one.</summary>
    public string In(string language) => language switch { "en" => En ?? Vi, "ar" => Ar ?? Vi, _ => Vi };

    /// <summary>Language of what <see cref="In"/> returns.</summary>
    public string LanguageIn(string language) => language switch { "en" when En is not null => "en", "ar" when Ar is not null => "ar", _ => "vi" };
}
