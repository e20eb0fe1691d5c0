namespace Sen.Signatures;

/// <summary>How to sign XML.</summary>
/// <param name="Time">The claimed time, a signed property (EN 319 132-1, 5.2.1).</param>
public sealed record XadesOptions(DateTimeOffset Time)
{
    /// <summary>When given, the signature is B-T.</summary>
    public TimestampSource? Timestamp { get; init; }

    /// <summary>When given, the signature is B-LT or B-LTA.</summary>
    public LongTerm? LongTerm { get; init; }

    /// <summary>
    /// Enveloped only: leaves room for further signatures beside this one, by a transform that takes out all of them
    /// (XPath) instead of only its own. Readers that know no XPath cannot check it.
    /// </summary>
    public bool MoreSigners { get; init; }

    /// <summary>In what capacity, as claimed by the signer: <c>KT. CHỦ TỊCH</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Media type of the enveloping document.</summary>
    public string MimeType { get; init; } = "text/xml";
}
