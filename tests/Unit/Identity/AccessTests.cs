using Sen.Identity;
using Sen.Kernel;

namespace Sen.Tests.Identity;

public sealed class AccessTests
{
    private static readonly Actor Officer = new(ActorKind.Staff, "s", "Officer")
    {
        Grants = [new(Permissions.DossierAccept, "H01/H01.30307", "one-stop-officer")],
    };

    [Theory]
    [InlineData("H01/H01.30307", true)]
    [InlineData("H01/H01.30307/H01.30307.UB/H01.30307.MC", true)]
    [InlineData("H01", false)]
    [InlineData("H01/H01.30313", false)]
    [InlineData("H01/H01.303071", false)]
    [InlineData("", false)]
    public void May_RoleAtUnit_CoversBelowNotBeside(string path, bool allowed)
    {
        Access.Explain(Officer, Permissions.DossierAccept, path).Allowed.ShouldBe(allowed);
        (Access.Refuse(Officer, Permissions.DossierAccept, path) is null).ShouldBe(allowed);
    }

    [Fact]
    public void Explain_Allowed_NamesTheGrant() =>
        Access.Explain(Officer, Permissions.DossierAccept, "H01/H01.30307").By!.Role.ShouldBe("one-stop-officer");

    [Fact]
    public void Explain_HeldBeside_SaysWhere()
    {
        var reason = Access.Explain(Officer, Permissions.DossierAccept, "H01/H01.30313");
        reason.Rule.ShouldBe(AccessRule.HeldElsewhere);
        reason.Elsewhere.Single().UnitPath.ShouldBe("H01/H01.30307");
    }

    [Fact]
    public void Explain_OtherPermission_NotHeld() =>
        Access.Explain(Officer, Permissions.DossierSign, "H01/H01.30307").Rule.ShouldBe(AccessRule.NotHeld);

    [Theory]
    [InlineData(ActorKind.Anonymous, AccessRule.NotSignedIn, "identity.not-signed-in")]
    [InlineData(ActorKind.Citizen, AccessRule.NotStaff, "identity.not-staff")]
    [InlineData(ActorKind.Staff, AccessRule.NotHeld, "identity.not-held")]
    public void Refuse_WithoutGrants_SaysWhichRule(ActorKind kind, AccessRule rule, string code)
    {
        var actor = new Actor(kind, "x", "X");
        Access.Explain(actor, Permissions.BoardView, "H01").Rule.ShouldBe(rule);
        var problem = Access.Refuse(actor, Permissions.BoardView, "H01")!;
        problem.Code.ShouldBe(code);
        problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Fact]
    public void Refuse_GrantEverywhere_CoversEveryUnit() =>
        Access.Refuse(Officer with { Grants = [new(Permissions.BoardView, "", "system")] }, Permissions.BoardView, "H01/H01.30313").ShouldBeNull();
}
