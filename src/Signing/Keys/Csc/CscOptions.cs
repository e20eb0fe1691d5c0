namespace Sen.Signing;

/// <summary>A remote signing service by the API of the Cloud Signature Consortium; <c>Sen:Signing:Remote:NAME</c>.</summary>
internal sealed class CscOptions
{
    /// <summary>Up to and without <c>/csc/v1</c>; https, or http to this machine outside Production.</summary>
    public required Uri Address { get; init; }

    /// <summary>1 (1.0.4) or 2.</summary>
    public int Version { get; init; } = 2;

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>True where the service returns CMS for a document's hash (signDoc), as several Vietnamese ones do.</summary>
    public bool ReturnsCms { get; init; }

    /// <summary>Between two looks at a signature that waits for its holder's phone.</summary>
    public TimeSpan PollEach { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the holder has.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}
