using Sen.Kernel;
using Sen.Ui;

namespace Sen.Tests.Identity;

public sealed class StepUpTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private static readonly Actor Leader = new(ActorKind.Staff, "1", "Lãnh đạo") { Assurance = 2 };

    [Theory]
    [InlineData(StepUpFor.Signing, 9, false)]
    [InlineData(StepUpFor.Signing, 10, true)]
    [InlineData(StepUpFor.MassAct, 9, false)]
    [InlineData(StepUpFor.Security, 4, false)]
    [InlineData(StepUpFor.Security, 5, true)]
    public void Refuse_ConfirmedMinutesAgo_HoldsForItsTime(StepUpFor why, int minutes, bool refused) =>
        (StepUp.Refuse(Leader with { ConfirmedAt = Now.AddMinutes(-minutes) }, why, Now) is not null).ShouldBe(refused);

    [Fact]
    public void Refuse_NeverConfirmed_SaysHowLongItHolds()
    {
        var problem = StepUp.Refuse(Leader, StepUpFor.Signing, Now).ShouldNotBeNull();
        problem.Code.ShouldBe(StepUp.Needed);
        problem.Kind.ShouldBe(ProblemKind.Forbidden);
        problem.Args.ShouldBe([10]);
    }

    [Fact]
    public void Refuse_NoPersonBehind_Passes() => StepUp.Refuse(Actor.Part("job"), StepUpFor.MassAct, Now).ShouldBeNull();

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 1, false)]
    public void RefuseLevel_Lower_NamesTheLevelNeeded(int has, int needed, bool refused) =>
        (StepUp.RefuseLevel(new Actor(ActorKind.Citizen, "1", "Công dân") { Assurance = has }, needed)?.Args is [var level, _] && Equals(level, needed)).ShouldBe(refused);
}
