namespace Sen.Ui;

/// <summary>How this installation names itself and bounds its visitors; bound to <c>Sen:Ui</c>.</summary>
public sealed class UiOptions
{
    /// <summary>Name of the installation by language (vi, en, ar): "Tỉnh An Giang".</summary>
    public Dictionary<string, string> ProvinceName { get; } = [];

    /// <summary>Whom to ask, shown in the footer and on error pages: a telephone number.</summary>
    public string? HelpPhone { get; set; }

    /// <summary>Shown in the footer.</summary>
    public string? HelpMail { get; set; }

    /// <summary>The demonstration says so on every page; from <c>Sen:Demo</c>.</summary>
    public bool Demo { get; set; }

    /// <summary>Origins, beside our own, that a form may lead to: the identity provider.</summary>
    public List<string> FormTargets { get; } = [];

    /// <summary>Requests a minute from one address; communes share one, so it is generous.</summary>
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>Tries to sign in within five minutes from one address.</summary>
    public int SignInsPerFiveMinutes { get; set; } = 20;

    /// <summary>Uploads a minute from one address.</summary>
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>Searches a minute from one address.</summary>
    public int SearchesPerMinute { get; set; } = 120;

    /// <summary>The name in a language; the Vietnamese one stands in, then the name of the product.</summary>
    public string Name(string language) =>
        ProvinceName.TryGetValue(language, out var name) || ProvinceName.TryGetValue("vi", out name) ? name : "Sen";
}
