using System.Text;
using Sen.Sigma;

namespace Sen.Tests.Operations;

/// <summary>The rules of packs/vietnam/detection on ledger entries as the program writes them, not on samples of them.</summary>
public sealed class DetectionTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task LedgerOfTheProgram_FiresTheRulesOnIt()
    {
        await web.Staff("quantri");
        var files = System.IO.Directory.GetFiles(Path.Combine(Web.Repository, "packs/vietnam/detection"), "*.yml");
        var engine = new SigmaEngine(SigmaRuleSet.Compile(SigmaPack.Read(files.Select(file => new SigmaFile(Path.GetFileName(file), File.ReadAllText(file))))));
        var detector = engine.Detector();
        var source = new EventSource(new LogSource("sen", "application", "ledger"));
        foreach (var body in await web.Db.Query<string>("select body from data.v_ledger where body is not null order by id"))
            detector.Json(Encoding.UTF8.GetBytes(body), web.Clock.GetUtcNow(), source).Readable.ShouldBeTrue(body);
        var fired = engine.Counters().Where(counter => counter.Matches > 0).Select(counter => counter.Rule.Name);
        // The packs and the demonstration set roles and passwords, load people and issue development keys; somebody signed in.
        fired.ShouldBe(["sen_demo_loaded", "sen_development_key", "sen_password_set", "sen_roles_changed", "sen_session_started"], ignoreOrder: true);
    }
}
