using Sen.Kernel;

namespace Sen.Signing;

/// <summary>What other systems of the province may do here; each is a scope that an administrator gives to a registered system.</summary>
internal static class ApiScopes
{
    public const string Sign = "signing.sign", Extend = "signing.extend", Validate = "signing.validate";
    public static readonly IReadOnlyList<string> All = [Sign, Extend, Validate];
}

/// <summary>What a call wants, checked; pure.</summary>
/// <param name="Format"><c>pdf</c>, <c>xml</c>, <c>cades</c>, <c>asic</c> (with XAdES) or <c>asic-cades</c>.</param>
/// <param name="Level"><c>B-B</c> to <c>B-LTA</c>.</param>
internal sealed record ApiWish(string Format, string Level, string? Reason)
{
    public static readonly IReadOnlyList<string> Formats = ["pdf", "xml", "cades", "asic", "asic-cades"], Levels = ["B-B", "B-T", "B-LT", "B-LTA"];

    public bool NeedsTimestamp => Level != "B-B";
    public bool NeedsEvidence => Level is "B-LT" or "B-LTA";
    public bool NeedsArchive => Level == "B-LTA";

    /// <summary>From the fields of a call; the level is B-T where none is named.</summary>
    public static Result<ApiWish> Read(IReadOnlyDictionary<string, string> fields, SignedFormat? found)
    {
        var format = fields.GetValueOrDefault("format") is { Length: > 0 } named ? named : found switch { SignedFormat.Pdf => "pdf", SignedFormat.Xml => "xml", _ => "" };
        var level = fields.GetValueOrDefault("level") is { Length: > 0 } wanted ? wanted : "B-T";
        if (!Formats.Contains(format))
            return Problem.Invalid("signing.api.format", "format");
        if (!Levels.Contains(level))
            return Problem.Invalid("signing.api.level", "level");
        var reason = fields.GetValueOrDefault("reason");
        return new ApiWish(format, level, reason is { Length: > 0 and <= 300 } ? reason : null);
    }
}
