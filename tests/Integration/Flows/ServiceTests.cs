using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Flows;

namespace Sen.Tests.Flows;

public sealed class ServiceTests(Postgres postgres) : IClassFixture<Postgres>
{
    private const string Stamping = "start s; service a stamp; error x on a E1; user repair work; user b work; end e; s > a; a > b; x > repair; repair > e; b > e";

    private readonly List<string> _calls = [];
    private Func<ServiceCall, JsonObject> _stamp = _ => [];

    private Office Office() => new(postgres, services => services.AddSingleton(new ServiceOperation("stamp", (call, _) =>
    {
        _calls.Add(call.CallId);
        return Task.FromResult(_stamp(call));
    })));

    [Fact]
    public async Task Call_Answers_SetsVariablesAndGoesOn()
    {
        var office = Office();
        await office.Publish("stamping", Stamping);
        _stamp = call => new() { ["stamped"] = (string?)call.Variables["paper"] + "!" };
        var instance = await office.Start("stamping", new() { ["paper"] = "p" });
        await office.RunJobs();
        (await office.At(instance)).ShouldBe("b");
        (await office.State(instance)).Variables["stamped"].ShouldBe("p!");
    }

    [Fact]
    public async Task Call_BpmnError_GoesToTheEventThatCatchesIt()
    {
        var office = Office();
        await office.Publish("stamping", Stamping);
        _stamp = _ => throw new ProcessErrorException("E1");
        var instance = await office.Start("stamping");
        await office.RunJobs();
        (await office.At(instance)).ShouldBe("repair");
    }

    [Fact]
    public async Task Call_Poison_LiesDeadWithItsReason_AndIsRetriedOrMoved()
    {
        var office = Office();
        await office.Publish("stamping", Stamping);
        _stamp = _ => throw new InvalidOperationException("máy đóng dấu hỏng");
        var (retried, moved) = (await office.Start("stamping"), await office.Start("stamping"));
        for (var i = 0; i < 12; i++)
        {
            await office.RunJobs();
            office.Clock.Pass(TimeSpan.FromHours(2));
        }
        var dead = await office.Get<JobDesk>().List(JobState.Dead, "flows.call-service", null, 10, default);
        dead.Count.ShouldBe(2);
        dead.ShouldAllBe(job => job.Reason!.Contains("máy đóng dấu hỏng"));
        (await office.At(retried)).ShouldBe("a");
        _calls.Distinct().Count().ShouldBe(1, "the same call in every attempt");

        _stamp = _ => [];
        (await office.Get<JobDesk>().Retry(dead.Single(job => job.SubjectId == retried.ToString()).Id, Flows.Office.Official, "đã sửa máy", default)).Ok.ShouldBeTrue();
        await office.RunJobs();
        (await office.At(retried)).ShouldBe("b");

        var token = (await office.State(moved)).Tokens.Single().Id;
        var handler = office.Get<MoveTokenHandler>();
        (await handler.Handle(new(moved, token, "b", " "), Flows.Office.Official, default)).Problems.Single().Code.ShouldBe("flows.reason-needed");
        (await handler.Handle(new(moved, token, "b", "đóng dấu tay"), Postgres.Official, default)).Ok.ShouldBeFalse("without the permission");
        (await handler.Handle(new(moved, token, "nowhere", "đóng dấu tay"), Flows.Office.Official, default)).Problems.Single().Code.ShouldBe("flows.not-moved");
        (await handler.Handle(new(moved, token, "b", "đóng dấu tay"), Flows.Office.Official, default)).Ok.ShouldBeTrue();
        (await office.At(moved)).ShouldBe("b");
        (await office.Db.One<string>("select body from data.v_ledger where act = 'process.move'")).ShouldContain("đóng dấu tay");
        // The job of the call that was passed over finds nothing to answer.
        (await office.Get<JobDesk>().Retry(dead.Single(job => job.SubjectId == moved.ToString()).Id, Flows.Office.Official, "thử lại", default)).Ok.ShouldBeTrue();
        await office.RunJobs();
        (await office.At(moved)).ShouldBe("b");
    }

    [Fact]
    public async Task Call_UnknownService_LiesDeadAndNamesIt()
    {
        var office = Office();
        await office.Publish("unknown", "start s; service a nothing; end e; s > a; a > e");
        await office.Start("unknown");
        await office.RunJobs();
        (await office.Get<JobDesk>().List(JobState.Dead, "flows.call-service", null, 10, default)).ShouldContain(job => job.Reason!.Contains("\"nothing\""));
    }
}
