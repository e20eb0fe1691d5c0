using System.Security.Cryptography.X509Certificates;

namespace Sen.Signatures;

/// <summary>The roots one believes; none means that nothing is trusted, integrity is judged all the same.</summary>
public sealed record TrustAnchors(IReadOnlyList<X509Certificate2> Certificates)
{
    public static readonly TrustAnchors None = new([]);
}
