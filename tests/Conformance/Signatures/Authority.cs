using Sen.Signatures;

namespace Sen.Tests.Conformance;

/// <summary>Our own certificate authority, which makes TOTAL_PASSED possible for what we sign and for nothing else.</summary>
internal static class Authority
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    public static readonly DevelopmentAuthority Issuer = DevelopmentAuthority.Create(Now);
    public static readonly TrustAnchors Anchors = Issuer.Anchors;
    public static readonly SigningKey Key = Issuer.Key(Issuer.IssuePerson("Trần Thị Mẫu", "Ủy ban nhân dân xã Mẫu", Now.AddDays(-1), Now.AddYears(1)));
    public static readonly ValidationData Known = new([], [Issuer.RevokedLeaves(Now), Issuer.RevokedAuthorities(Now)], []);
    private static readonly TimestampSource Timestamp = new TimestampResponder(Issuer.Key(Issuer.IssueTimestampUnit(Now.AddDays(-1), Now.AddYears(5)))).Source(TimeProvider.System);

    /// <summary>By level.</summary>
    public static readonly (string Level, PadesOptions Options)[] Levels =
    [
        ("B-B", new PadesOptions(Now)),
        ("B-T", new PadesOptions(Now) { Timestamp = Timestamp }),
        ("B-LT", new PadesOptions(Now) { Timestamp = Timestamp, Revocation = (_, _, _) => Task.FromResult(Known) }),
        ("B-LTA", new PadesOptions(Now) { Timestamp = Timestamp, Revocation = (_, _, _) => Task.FromResult(Known), Archive = Timestamp }),
    ];
}
