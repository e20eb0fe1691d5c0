using Microsoft.Extensions.DependencyInjection;
using Sen.Flows;
using Sen.Identity.Clients;
using Sen.Kernel;
using Sen.Tests.Procedures;
using Sen.Tests.Signing;

namespace Sen.Tests.Access;

/// <summary>What the lines of <c>handlers.txt</c> ask for, each made anew.</summary>
public sealed partial class Stage
{
    private const string Desk = "motcua.longxuyen", Ward = "H01/H01.30307/H01.30307.UB";
    private readonly string _section = "request";
    private int _made;

    private Task<Thing> Make(string name) => name switch
    {
        "dossier" or "asked" or "settled" => Dossier(name),
        "issued" => Issued(),
        "draft" => Draft(),
        "task-draft" or "task-printed" or "task-sign" or "task-seal" or "task-return" => TaskAt(name),
        "choice" => Choice(),
        "process" => Process(),
        "request" or "sealing" => Request(name),
        "batch" => Insert("signing.batch", "insert into signing.batch (id, staff_id, staff_name, created_at, finished_at) values (@Id, 'demo-staff-lx-3', 'Huỳnh Minh Thốt Nốt', now(), now())"),
        "ticket" => Ticket(),
        "key" => Insert("signing.key", $"""
            insert into signing.key (id, owner_kind, owner_id, subject, sealed, development, valid_from, valid_to, created_at)
            select @Id, 'unit', 'H01.30307.{(_made++ % 2 == 0 ? "VP" : "MC")}', subject, sealed, development, valid_from, valid_to, created_at from signing.key where owner_kind = 'unit' limit 1
            """),
        "member" => Member(),
        "client" => Client(),
        "recovery" => Recovery(),
        "data-request" => Insert("identity.data_request", "insert into identity.data_request (id, person_id, kind, what, wanted, made_at, answer_by, due_on) values (@Id, 'demo-citizen-2', 'correct', 'Ngày sinh ghi sai', 'Sửa lại', now(), '2026-11-24', '2026-11-30')"),
        "authority" => Insert("identity.authority", "insert into identity.authority (id, grantor_kind, grantor_id, agent_id, scope, from_on, to_on, made_by, made_at) values (@Id, 'person', 'demo-citizen-1', 'demo-citizen-3', '{}', '2026-11-01', '2027-11-01', 'demo-citizen-1', now())"),
        "enterprise" => Enterprise(),
        "letter" => Message("demo-staff-lx-2"),
        "citizen-letter" => Message("demo-citizen-1"),
        "session" => Insert("identity.session", "insert into identity.session (id, kind, subject_id, assurance, address, agent, started_at, seen_at, idle_until, ends_at) values (@Id, 'staff', 'demo-staff-lx-2', 1, '10.0.0.1', 'thử', @Now, @Now, @Later, @Later)"),
        "alias" => Alias(),
        "version" => Version(),
        "succession" => Succession(),
        "commune" => Commune(),
        "job" => Job(),
        "day" => Day(),
        "consent" => Consent(),
        _ => throw new FormatException($"nothing is called @{name}"),
    };

    private static Thing Thing(string table, string key, string value, params (string, string)[] more) =>
        new(more.Append(("id", value)).ToDictionary(p => p.Item1, p => p.Item2), $"select x::text from {table} x where x.{key}::text = '{value}'");

    private async Task<Thing> Insert(string table, string sql, params (string, string)[] more)
    {
        var id = Guid.NewGuid();
        await Write(sql, new { Id = id, Db.Now, Later = Db.Now.AddHours(2) });
        return Thing(table, "id", id.ToString(), more);
    }

    private async Task Write(string sql, object args)
    {
        await using var work = await Db.BeginDraft(Actor.Part("test"), default);
        foreach (var statement in sql.Split(';'))
            work.Add(statement, args);
        await work.Commit();
    }

    private async Task<Thing> Dossier(string name)
    {
        var number = await (await Visitor("citizen")).Lodge();
        var officer = await Visitor(Desk);
        if (name == "asked")
            (await officer.Post(await officer.Get("/mot-cua/" + number), "form[action*='handler=Supplement']", ("Reason", "Thiếu bản chụp giấy tờ tùy thân"))).Status.ShouldBe(302);
        if (name == "settled")
            await AsOwner($"update procedures.dossier set status = 10, returned_at = now() where number = '{number}'");
        return new(new Dictionary<string, string> { ["id"] = number },
            $"select d::text || (select count(*) from procedures.rating r where r.dossier_id = d.id) from procedures.dossier d where number = '{number}'");
    }

    /// <summary>The whole walk; its result is with the citizen.</summary>
    private async Task<Thing> Issued()
    {
        var (number, _) = await Walk(5);
        var file = await Db.One<Guid>("select result_file from procedures.dossier where number = @number", new { number });
        return Thing("procedures.dossier", "number", number, ("file", file.ToString()));
    }

    private async Task<(string Number, Sheet? Page)> Walk(int steps)
    {
        var number = await (await Visitor("citizen")).Lodge();
        (await (await Visitor(Desk)).Accept(number)).Status.ShouldBe(302);
        var official = await Visitor("hotich.longxuyen");
        var page = await official.Task(number);
        if (steps > 1)
            page = await official.DraftResult(this, number);
        if (steps > 2)
        {
            (await official.SubmitResult(page)).Status.ShouldBe(302);
            page = await (await Visitor("chutich.longxuyen")).Task(number);
        }
        if (steps > 3)
        {
            (await (await Visitor("chutich.longxuyen")).Sign(number)).Status.ShouldBe(302);
            page = await (await Visitor("vanthu.longxuyen")).Task(number);
        }
        if (steps > 4)
            (await (await Visitor("vanthu.longxuyen")).Seal(number)).Status.ShouldBe(302);
        // What is printed meanwhile would look like somebody's doing.
        await Eventually("all is printed", () => Db.One<bool>("select not exists (select from data.job where state in ('waiting', 'running') and run_at <= @Now)", new { Db.Now }));
        return (number, page);
    }

    private async Task<Thing> TaskAt(string name)
    {
        var steps = name switch { "task-draft" => 1, "task-printed" => 2, "task-sign" => 3, "task-seal" => 4, _ => 3 };
        var (number, page) = await Walk(steps);
        var task = await Db.One<(Guid Id, Guid Instance)>("select t.id, t.instance_id from flows.task t join flows.instance i on i.id = t.instance_id join procedures.dossier d on d.id::text = i.subject_id where d.number = @number and t.state = 'open'", new { number });
        if (name == "task-return")
            await AsOwner($"""
                update flows.task set form = 'hand-over', permission = 'dossier.return', element = 'handover' where id = '{task.Id}';
                update procedures.dossier set status = 9 where number = '{number}'
                """);
        var token = await Db.One<string>("select state from flows.instance where id = @Instance", new { task.Instance });
        return new(new Dictionary<string, string>
        {
            ["id"] = task.Id.ToString(),
            ["instance"] = task.Instance.ToString(),
            ["token"] = $"{InstanceTokens(token)}",
            ["number"] = number,
            ["version"] = page?.Value("Version") ?? "",
            ["file"] = page?.Value("Shown") ?? "",
        }, $"select t::text || i::text || d::text from flows.task t join flows.instance i on i.id = t.instance_id join procedures.dossier d on d.id::text = i.subject_id where t.id = '{task.Id}'");
    }

    private static int InstanceTokens(string state) => Sen.Bpmn.InstanceState.FromJson(state).Tokens[0].Id;

    private async Task<Thing> Draft()
    {
        var citizen = await Visitor("citizen");
        var path = await citizen.Draft();
        (await citizen.Upload(await citizen.Get(path + "/giay-to"), Journey.Form, [new("support", "giay-to.pdf", Journey.Paper)])).Status.ShouldBe(302);
        var id = path.Split('/')[^1];
        var file = await Db.One<Guid>("select file_id from procedures.draft_paper where draft_id = @id::uuid", new { id });
        return new(new Dictionary<string, string> { ["id"] = id, ["file"] = file.ToString(), ["version"] = $"{await Db.One<int>("select version from procedures.draft where id = @id::uuid", new { id })}", ["section"] = _section },
            $"select d::text || coalesce((select string_agg(p::text, ',') from procedures.draft_paper p where p.draft_id = d.id), '') from procedures.draft d where id = '{id}'");
    }

    private async Task<Thing> Choice()
    {
        const string Survey = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:sen="urn:sen:bpmn:1" targetNamespace="urn:sen:test"><process id="survey" isExecutable="true">
              <startEvent id="s" /><adHocSubProcess id="q" name="Khảo sát" sen:role="dossier.process"><userTask id="visit" name="Đi khảo sát" sen:role="dossier.process" /></adHocSubProcess><endEvent id="e" />
              <sequenceFlow id="f1" sourceRef="s" targetRef="q" /><sequenceFlow id="f2" sourceRef="q" targetRef="e" />
            </process></definitions>
            """;
        await Write("insert into flows.definition (id, version, xml, labels, published_at) values ('survey', 1, @Survey, '{}', now()) on conflict do nothing", new { Survey });
        await using var work = await Db.Begin(Actor.Part("test"), default);
        var instance = await Services.GetRequiredService<Processes>().Start(work, "survey", new("test", Guid.NewGuid().ToString()), "Khảo sát", Ward, null, [], default);
        work.Audit("test.begin", new("test", "1"));
        await work.Commit();
        var task = await Db.One<Guid>("select id from flows.task where instance_id = @instance", new { instance });
        return new(new Dictionary<string, string> { ["id"] = task.ToString() }, $"select t::text || i::text from flows.task t join flows.instance i on i.id = t.instance_id where t.id = '{task}'");
    }

    private async Task<Thing> Process()
    {
        await Write("insert into flows.definition (id, version, xml, labels, published_at) select id, 2, xml, labels, now() from flows.definition where id <> 'survey' and version = 1 on conflict do nothing", new { });
        var (id, version, xml) = await Db.One<(string, int, string)>("select id, version, xml from flows.definition where id <> 'survey' order by version desc limit 1");
        return new(new Dictionary<string, string> { ["id"] = id, ["version"] = $"{version}", ["xml"] = xml }, $"select string_agg(version::text, ',') from flows.definition where id = '{id}'");
    }

    private async Task<Thing> Request(string name)
    {
        var path = await (await Visitor(Signers.Official)).Ask($"Tờ trình {++_made}", [(Signers.LeaderId, "")]);
        if (name == "sealing")
            (await (await Visitor(Signers.Leader)).SignAt(path)).Status.ShouldBe(302);
        var id = path.Split('/')[^1];
        var (step, file) = await Db.One<(Guid, Guid)>("select s.id, r.file from signing.request r join signing.step s on s.request_id = r.id and s.state = 'Open' where r.id = @id::uuid", new { id });
        return new(new Dictionary<string, string> { ["id"] = id, ["step"] = step.ToString(), ["file"] = file.ToString() },
            $"select r::text || (select string_agg(s::text, ',' order by s.ordinal) from signing.step s where s.request_id = r.id) || (select count(*) from signing.ticket t join signing.step s on s.id = t.step_id where s.request_id = r.id) from signing.request r where id = '{id}'");
    }

    private async Task<Thing> Ticket()
    {
        var request = await Request("request");
        return await Insert("signing.ticket", $"insert into signing.ticket (id, secret_hash, step_id, staff_id, file, created_at, expires_at) values (@Id, '\\x00', '{request.Parts["step"]}', 'demo-staff-lx-3', '{request.Parts["file"]}', @Now, @Later)");
    }

    /// <summary>A member of the ward's staff with a role, a delegation to a colleague, and an absence.</summary>
    private async Task<Thing> Member()
    {
        var (id, name) = ($"member-{++_made}", $"thanhvien.{_made}");
        var (delegation, absence) = (Guid.NewGuid(), Guid.NewGuid());
        await Write("""
            insert into identity.staff (id, user_name, name, created_at) values (@id, @name, 'Đoàn Thị Mẫu', now());
            insert into identity.position (staff_id, unit_code, title, valid_from) values (@id, 'H01.30307.VP', 'Chuyên viên', '2026-01-01');
            insert into identity.role_assignment (staff_id, role, unit_code, valid_from) values (@id, 'case-official', 'H01.30307', '2026-01-01');
            insert into identity.delegation (id, from_id, to_id, permissions, unit_code, valid_from, valid_to, decision, made_by, made_at)
              values (@delegation, @id, 'demo-staff-lx-4', '{dossier.process}', 'H01.30307', '2026-11-01', '2027-01-01', 'Quyết định', 'test', now());
            insert into identity.absence (id, staff_id, kind, valid_from, valid_to, made_by, made_at) values (@absence, @id, 'leave', '2026-12-01', '2026-12-10', 'test', now())
            """, new { id, name, delegation, absence });
        var role = await Db.One<long>("select id from identity.role_assignment where staff_id = @id", new { id });
        return new(new Dictionary<string, string> { ["id"] = id, ["name"] = name, ["role"] = $"{role}", ["delegation"] = $"{delegation}", ["absence"] = $"{absence}", ["delegationn"] = $"{delegation:N}" }, $"""
            select s::text || (select string_agg(x::text, ',' order by x.id) from identity.role_assignment x where x.staff_id = s.id)
              || (select string_agg(x::text, ',' order by x.id) from identity.delegation x where x.from_id = s.id) || (select string_agg(x::text, ',' order by x.id) from identity.absence x where x.staff_id = s.id)
              || (select string_agg(x::text, ',' order by x.id) from identity.position x where x.staff_id = s.id) from identity.staff s where s.id = '{id}'
            """);
    }

    private async Task<Thing> Client()
    {
        var (id, key) = ($"he-thong-{++_made}", ClientKey.New());
        await Write("""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by) values (@id, 'Hệ thống thử', 'Để thử', 'Phòng thử', 'H01.30307', '{authority.read}', 60, now(), 'test');
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at) values (@Key, @id, 'key', @Hash, '', now(), 'test', @Later)
            """, new { id, Key = key.Id, key.Hash, Later = Db.Now.AddDays(30) });
        return new(new Dictionary<string, string> { ["id"] = id, ["key"] = key.Id },
            $"select c::text || (select string_agg(k.id || coalesce(k.revoked_at::text, ''), ',' order by k.id) from identity.client_key k where k.client_id = c.id) from identity.client c where id = '{id}'");
    }

    /// <summary>A key of a system of Long Xuyên with one scope; <paramref name="set"/> is done to its row.</summary>
    internal async Task<string> Key(string? scope, string? set = null)
    {
        var (id, key) = ($"may-{++_made}", ClientKey.New());
        await Write($"""
            insert into identity.client (id, name, purpose, contact, unit_code, scopes, per_minute, created_at, created_by) values (@id, 'Máy thử', 'Để thử', 'Phòng thử', 'H01.30307', @scopes, 60, now(), 'test');
            insert into identity.client_key (id, client_id, kind, hash, note, created_at, created_by, expires_at) values (@Key, @id, 'key', @Hash, '', now(), 'test', @Later)
            {(set is null ? "" : $"; update identity.client_key set {set} where id = @Key")}
            """, new { id, Key = key.Id, key.Hash, Later = Db.Now.AddDays(30), Db.Now, scopes = scope is null ? [] : new[] { scope } });
        return key.ToString();
    }

    private async Task<Thing> Recovery()
    {
        var member = await Member();
        return await Insert("identity.recovery", $"insert into identity.recovery (id, staff_id, reason, asked_by, asked_at, first_half, expires_at) values (@Id, '{member.Parts["id"]}', 'Mất điện thoại', 'demo-staff-ag-3', @Now, '\\x00', @Later)");
    }

    private async Task<Thing> Enterprise()
    {
        var (id, code) = (Guid.NewGuid().ToString(), $"17{++_made:00000000}");
        await Write("insert into identity.enterprise (id, code, name, representative_id, source, created_at, changed_at) values (@id, @code, 'Công ty TNHH Thử', 'demo-citizen-1', 'recorded', now(), now())", new { id, code });
        return Thing("identity.enterprise", "id", id, ("code", code));
    }

    private Task<Thing> Message(string person) => Insert("identity.message",
        $"insert into identity.message (id, person_id, template, args, about_kind, about_id, created_at) values (@Id, '{person}', 'identity.new-place', '[]', 'person', '{person}', @Now)");

    private async Task<Thing> Alias()
    {
        var code = $"CU.{++_made}";
        await Write("insert into directory.unit_alias (alias, unit_code, reason) values (@code, 'H01.30307.MC', 'thử')", new { code });
        return Thing("directory.unit_alias", "alias", code);
    }

    private async Task<Thing> Version() => new(new Dictionary<string, string> { ["id"] = $"{await Db.One<int>("select version from directory.unit_version where code = 'H01.30307.MC' and valid_to is null")}" },
        "select string_agg(v::text, ',' order by valid_from) from directory.unit_version v where code = 'H01.30307.MC'");

    private async Task<Thing> Commune()
    {
        var code = await Db.One<string>("select code from directory.v_unit where kind = 'commune' and code not in ('H01.30307', 'H01.30313') order by code offset @n limit 1", new { n = _made++ });
        return Thing("directory.unit_version", "code", code, ("new", $"H01.9{_made:0000}"));
    }

    private async Task<Thing> Succession()
    {
        var (commune, admin) = (await Commune(), await Visitor("quantri"));
        var form = await admin.Get("/danh-ba/sap-xep-don-vi/moi");
        var preview = await admin.Post(form, "form[action*='handler=Preview']", ("Kind", "Recode"), ("From", commune.Parts["id"]), ("ToCode", commune.Parts["new"]), ("ToName", "Xã Thử Mới"), ("On", "01/03/2027"), ("Decision", "Nghị quyết"));
        (await admin.Post(preview, "form[action*='handler=Make']")).Status.ShouldBe(302, preview.Text);
        var id = await Db.One<Guid>("select id from directory.succession order by made_at desc, id desc limit 1");
        return Thing("directory.succession", "id", id.ToString(), ("n", $"{id:N}"));
    }

    private async Task<Thing> Consent()
    {
        var (code, version) = await Db.One<(string, int)>("select code, version from identity.consent_purpose where active order by code limit 1");
        return new(new Dictionary<string, string> { ["id"] = code, ["version"] = $"{version}" }, "select count(*)::text from identity.consent");
    }

    private async Task<Thing> Job()
    {
        var id = await Db.One<long>("select nextval(pg_get_serial_sequence('data.job', 'id')) + 100000");
        await AsOwner($"insert into data.job (id, kind, payload, state, run_at, reason) overriding system value values ({id}, 'test.print', '{{}}', 'dead', now(), 'hỏng')");
        return Thing("data.job", "id", $"{id}");
    }

    private async Task<Thing> Day()
    {
        var on = new DateOnly(2026, 12, 1).AddDays(_made++ % 25);
        await AsOwner($"insert into directory.holiday (on_date, kind, by_hand) values ('{on:yyyy-MM-dd}', 'other', true) on conflict do nothing");
        return Thing("directory.holiday", "on_date", $"{on:yyyy-MM-dd}", ("typed", $"{on:dd/MM/yyyy}"));
    }
}
