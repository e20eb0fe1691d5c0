namespace Sen.Tests.Operations;

/// <summary>The rules of packs/vietnam/detection on ledger entries as the program writes them, not on samples of them.</summary>
public sealed class DetectionTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task LedgerOfTheProgram_FiresTheRulesOnIt()
    {
        await web.Staff("quantri");
        var fired = Detecting.Fired("application", "ledger", await web.Db.Query<string>("select body from data.v_ledger where body is not null order by id"), web.Clock.GetUtcNow());
        // The packs and the demonstration set roles and passwords, load people and issue development keys; somebody signed in.
        fired.ShouldBe(["sen_demo_loaded", "sen_development_key", "sen_password_set", "sen_roles_changed", "sen_session_started"], ignoreOrder: true);
    }
}
