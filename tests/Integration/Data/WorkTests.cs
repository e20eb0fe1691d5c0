using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Tests.Data;

public sealed class WorkTests(Postgres postgres) : IClassFixture<Postgres>, IAsyncLifetime
{
    [Event("test.noted", 1)]
    private sealed record Noted(string Text);

    [Job("test.do")]
    private sealed record DoIt(string What);

    private readonly Database _db = postgres.Services().GetRequiredService<Database>();

    [Fact]
    public async Task Commit_Act_WritesStateEventJobAndLedgerTogether()
    {
        await using (var work = await _db.Begin(Postgres.Official, default))
        {
            work.Add("insert into data.note (id, text) values (@Id, @Text)", new { Id = 1, Text = "hồ sơ" });
            work.Publish(new Noted("hồ sơ"));
            work.Enqueue(new DoIt("in"), new Ref("note", "1"));
            work.Audit("note.write", new Ref("note", "1"), "theo đơn", after: new { text = "hồ sơ" });
            await work.Commit();
        }
        (await Count("data.note")).ShouldBe(1);
        (await _db.One<string>("select body->>'text' from data.event")).ShouldBe("hồ sơ");
        (await _db.One<string>("select subject_kind || ':' || subject_id from data.job")).ShouldBe("note:1");
        (await _db.One<string>("select b.body from data.ledger l join data.ledger_body b on b.ledger_id = l.id")).ShouldContain("theo đơn");
    }

    [Fact]
    public async Task Dispose_WithoutCommit_LeavesNothing()
    {
        await using (var work = await _db.Begin(Postgres.Official, default))
        {
            work.Add("insert into data.note (id, text) values (2, 'x')");
            work.Publish(new Noted("x"));
            work.Audit("note.write", new Ref("note", "2"));
        }
        await NothingWritten();
    }

    [Fact]
    public async Task Commit_OneStatementFails_LeavesNothing()
    {
        await using (var work = await _db.Begin(Postgres.Official, default))
        {
            work.Add("insert into data.note (id, text) values (3, 'x')");
            work.Publish(new Noted("x"));
            work.Audit("note.write", new Ref("note", "3"));
            work.Add("insert into data.note (id, text) values (3, 'the same again')");
            (await Should.ThrowAsync<PostgresException>(() => work.Commit())).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
        }
        await NothingWritten();
    }

    [Fact]
    public async Task Commit_StaleVersion_ThrowsAndLeavesNothing()
    {
        await postgres.AsOwner("insert into data.note (id, text, version) values (4, 'as it is now', 2)");
        await using (var work = await _db.Begin(Postgres.Official, default))
        {
            work.AddOne("update data.note set text = 'mine', version = 2 where id = 4 and version = 1");
            work.Audit("note.edit", new Ref("note", "4"));
            var serial = work.NextSerial("stale", "2026");
            await Should.ThrowAsync<StaleEditException>(() => work.Commit());
            Should.Throw<InvalidOperationException>(() => serial.Value);
        }
        (await _db.One<string>("select text from data.note where id = 4")).ShouldBe("as it is now");
        (await Count("data.ledger")).ShouldBe(0);
        (await Count("data.serial")).ShouldBe(0);
    }

    [Fact]
    public async Task Commit_ActWithoutAudit_Refuses()
    {
        await using var work = await _db.Begin(Postgres.Official, default);
        work.Add("insert into data.note (id, text) values (5, 'x')");
        await Should.ThrowAsync<InvalidOperationException>(() => work.Commit());
    }

    [Fact]
    public async Task Draft_EventJobOrAudit_Refuses()
    {
        await using var work = await _db.BeginDraft(Postgres.Official, default);
        Should.Throw<InvalidOperationException>(() => work.Publish(new Noted("x")));
        Should.Throw<InvalidOperationException>(() => work.Enqueue(new DoIt("x")));
        Should.Throw<InvalidOperationException>(() => work.Audit("note.write", new Ref("note", "6")));
        work.Add("insert into data.note (id, text) values (6, 'draft')");
        await work.Commit();
        (await Count("data.note")).ShouldBe(1);
    }

    [Fact]
    public async Task Commit_ThousandActsAtOnce_LosesNoneAndNumbersEachOnce()
    {
        const int acts = 1000;
        var numbers = new string[acts];
        await Parallel.ForAsync(0, acts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            await using var work = await _db.Begin(Postgres.Official, ct);
            work.Add("insert into data.note (id, text) values (@Id, '')", new { Id = 1000 + i });
            work.Publish(new Noted($"{i}"));
            work.Audit("note.write", new Ref("note", $"{1000 + i}"), after: new { i });
            var number = work.NextDocumentNumber<string>("H01", "quyết định", 2026,
                "update data.note set text = serial.digits || '/QĐ' from serial where id = @Id returning text", new { Id = 1000 + i });
            await work.Commit(ct);
            numbers[i] = number.Value;
        });
        numbers.Order().ShouldBe(Enumerable.Range(1, acts).Select(n => $"{n:00}/QĐ").Order());
        (await Count("data.event")).ShouldBe(acts);
        (await Count("data.ledger_body")).ShouldBe(acts);
        (await Count("data.ledger_unsealed")).ShouldBe(acts);
    }

    [Fact]
    public async Task NextSerial_PastFourDigits_Grows()
    {
        await postgres.AsOwner("insert into data.serial (office, period, last) values ('H01.02', '2026-11-22', 9998)");
        var first = await Take("2026-11-22");
        var second = await Take("2026-11-22");
        var otherDay = await Take("2026-11-23");
        (first, second, otherDay).ShouldBe(("9999", "10000", "0001"));

        async Task<string> Take(string day)
        {
            await using var work = await _db.BeginDraft(Postgres.Official, default);
            var serial = work.NextSerial<string>("H01.02", day, "select digits from serial");
            await work.Commit();
            return serial.Value;
        }
    }

    [Fact]
    public async Task NextDocumentNumber_ActRolledBack_LeavesNoGap()
    {
        async Task<long?> Take(bool commit)
        {
            await using var work = await _db.BeginDraft(Postgres.Official, default);
            var number = work.NextDocumentNumber<long>("H01.03", "công văn", 2026);
            if (!commit)
                work.Add("select 1 / 0");
            try
            {
                await work.Commit();
            }
            catch (PostgresException)
            {
                return null;
            }
            return number.Value;
        }

        (await Take(true)).ShouldBe(1);
        (await Take(false)).ShouldBeNull();
        (await Take(true)).ShouldBe(2);
    }

    [Fact]
    public async Task Query_InstantOfAnotherZone_IsComparedAsInstant()
    {
        await postgres.AsOwner("insert into data.note (id, text, at) values (7, 'x', '2026-11-20 01:00+00')");
        var at = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(7));
        (await _db.One<DateTimeOffset>("select at from data.note where at = @at", new { at })).ShouldBe(at);
    }

    public async Task InitializeAsync() => await postgres.AsOwner("""
        create table if not exists data.note (id int primary key, text text not null, version int not null default 1, at timestamptz);
        grant select, insert, update, delete on data.note to sen_app;
        truncate data.note, data.event, data.job, data.ledger_unsealed, data.ledger_body, data.ledger, data.ledger_seal, data.ledger_block, data.ledger_stamp, data.serial
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task NothingWritten()
    {
        foreach (var table in new[] { "data.note", "data.event", "data.ledger", "data.ledger_body", "data.ledger_unsealed" })
            (await Count(table)).ShouldBe(0, table);
    }

    private Task<int> Count(string table) => _db.One<int>($"select count(*)::int from {table}");
}
