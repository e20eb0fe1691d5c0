using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Tests.Identity;

/// <summary>The rights of persons over their data (Law 91/2025/QH15): to know, to see who looked, to consent, to take along, to have corrected.</summary>
public sealed class MyDataTests(Web web) : IClassFixture<Web>
{
    [Fact]
    public async Task Held_Citizen_IsAllThatIdentityHoldsInThreeLanguages()
    {
        var citizen = await web.Citizen(2);
        foreach (var (path, title, why) in new[] { ("", "Thông tin cá nhân", "Nghị định 69/2024"), ("/en", "About you", "Decree 69/2024"), ("/ar", "معلوماتك", "69/2024") })
        {
            var page = await citizen.Get(path + "/du-lieu-cua-toi");
            page.Text.ShouldContain(title);
            page.Text.ShouldContain(why);
            page.Text.ShouldContain("089085990002");
            page.Text.ShouldContain("Hợp tác xã Sen Mẫu (trình diễn)");
        }
        var staff = (await (await web.Staff("vanthu.myhoahung")).Get("/du-lieu-cua-toi")).Text;
        staff.ShouldContain("Văn thư");
        staff.ShouldContain("Nhật ký đăng nhập");
    }

    [Fact]
    public async Task Looks_OfOfficials_AreSeenByThePersonWithReasonAndOffice()
    {
        var looks = web.Services.GetRequiredService<PersonalDataLooks>();
        var official = new Actor(ActorKind.Staff, "demo-staff-lx-2", "Đặng Quốc Tre Xanh") { Title = "Công chức Tư pháp - Hộ tịch", UnitPath = "H01/H01.30307" };
        for (var i = 0; i < 3; i++)
            await looks.Note(official, "demo-citizen-3", "dossier", new Ref("dossier", "H01.30307-1"), default);
        await looks.Note(new Actor(ActorKind.Citizen, "demo-citizen-3", "Lê Hoàng Minh Họa"), "demo-citizen-3", "dossier", new Ref("dossier", "H01.30307-1"), default);
        var page = await (await web.Citizen(3)).Get("/du-lieu-cua-toi/ai-da-xem");
        var row = page.Document.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent;
        foreach (var part in new[] { "08:30 20/11/2026", "Đặng Quốc Tre Xanh", "Phường Long Xuyên", "Giải quyết hồ sơ", "H01.30307-1" })
            row.ShouldContain(part);
        (await (await web.Citizen(4)).Get("/du-lieu-cua-toi/ai-da-xem")).Text.ShouldContain("Chưa có ai xem dữ liệu của bạn");
    }

    [Fact]
    public async Task Consent_GivenAndWithdrawn_HoldsInBetweenAndKeepsTheWordsRead()
    {
        var consents = web.Services.GetRequiredService<Consents>();
        var citizen = await web.Citizen(1);
        var page = await citizen.Get("/en/du-lieu-cua-toi/dong-y");
        (await consents.Stands("demo-citizen-1", "reuse-papers", default)).ShouldBeFalse("nothing is consented to before it is asked");
        (await citizen.Post(page, "form:has([value=reuse-papers])", ("give", "true"))).Status.ShouldBe(302);
        (await consents.Stands("demo-citizen-1", "reuse-papers", default)).ShouldBeTrue();
        (await web.Db.One<string>("select sentence from identity.consent where person_id = 'demo-citizen-1'")).ShouldStartWith("I agree that offices");
        page = await citizen.Get("/en/du-lieu-cua-toi/dong-y");
        page.Text.ShouldContain("Given at 08:30 20/11/2026");
        (await citizen.Post(page, "form:has([value=reuse-papers])", ("give", "false"))).Status.ShouldBe(302);
        (await consents.Stands("demo-citizen-1", "reuse-papers", default)).ShouldBeFalse();
        (await citizen.Get("/en/du-lieu-cua-toi/dong-y")).Text.ShouldContain("Withdrawn at");
        // Other words are another consent.
        (await citizen.Post(page, "form:has([value=reuse-papers])", ("give", "true"))).Status.ShouldBe(302);
        await web.AsOwner("update identity.consent_purpose set version = 2 where code = 'reuse-papers'");
        (await consents.Stands("demo-citizen-1", "reuse-papers", default)).ShouldBeFalse();
        (await citizen.Post(page, "form:has([value=reuse-papers])", ("give", "true"))).Text.ShouldContain("have just changed");
    }

    [Fact]
    public async Task Export_TwoFactors_IsEverythingAsJson()
    {
        (await (await web.Citizen(4, level: 1)).Get("/du-lieu-cua-toi/xuat")).Location.ShouldStartWith("/nang-muc?muc=2");
        var file = await (await web.Citizen(4, level: 2)).Download("/en/du-lieu-cua-toi/xuat");
        using var json = JsonDocument.Parse(file);
        json.RootElement.GetProperty("sections").EnumerateArray().First().GetProperty("data").EnumerateArray()
            .ShouldContain(d => d.GetProperty("label").GetString() == "Personal identification number" && d.GetProperty("value").GetString() == "089078990004");
        (await (await web.Staff("vanthu.longxuyen")).Get("/du-lieu-cua-toi/xuat")).Location.ShouldStartWith("/xac-nhan?viec=Security");
    }

    [Fact]
    public async Task Request_Correction_IsTakenUpAndAnsweredAndNoted()
    {
        var citizen = await web.Citizen(1);
        var page = await citizen.Get("/du-lieu-cua-toi/yeu-cau");
        var form = "form:has([name=Wanted])";
        var empty = await citizen.Post(page, form);
        foreach (var field in new[] { "Kind", "What", "Wanted" })
            empty.ErrorAt(field).ShouldNotBeNull(field);
        (await citizen.Post(page, form, ("Kind", "correct"), ("What", "Ngày sinh"), ("Wanted", "Đúng là 08/03/1991, theo giấy khai sinh"))).Status.ShouldBe(302);
        // Friday: two working days are Tuesday; ten days from the 20th.
        (await web.Db.One<(DateOnly, DateOnly)>("select answer_by, due_on from identity.data_request where person_id = 'demo-citizen-1'"))
            .ShouldBe((new DateOnly(2026, 11, 24), new DateOnly(2026, 11, 30)));

        var official = await web.Staff("quantri");
        var list = await official.Get("/yeu-cau-du-lieu");
        var link = list.Document.QuerySelector("tbody a").ShouldNotBeNull().GetAttribute("href")!;
        page = await official.Get(link);
        (await official.Post(page, "form[action*=Take]")).Status.ShouldBe(302);
        (await citizen.Get("/hop-thu")).Text.ShouldContain("Yêu cầu về dữ liệu của bạn đã được tiếp nhận");
        page = await official.Get(link);
        (await official.Post(page, "form:has([name=Answer])", ("done", "true"), ("Answer", ""))).ErrorAt("Answer").ShouldNotBeNull();
        (await official.Post(page, "form:has([name=Answer])", ("done", "true"), ("Answer", "Đã sửa trong hồ sơ số 12"))).Status.ShouldBe(302);
        (await citizen.Get("/du-lieu-cua-toi/yeu-cau")).Text.ShouldContain("Đã sửa trong hồ sơ số 12");
        (await citizen.Get("/du-lieu-cua-toi/ai-da-xem")).Text.ShouldContain("Trả lời yêu cầu về dữ liệu");
        (await official.Post(page, "form:has([name=Answer])", ("done", "false"), ("Answer", "Thôi không sửa"))).Text.ShouldContain("đã được xử lý");
    }

    [Fact]
    public async Task Contact_Changed_IsCheckedAndKept()
    {
        var citizen = await web.Citizen(3);
        var page = await citizen.Get("/du-lieu-cua-toi/lien-he");
        var wrong = await citizen.Post(page, "form:has([name=Email])", ("Email", "khong phai thu"), ("Phone", "12"));
        wrong.ErrorAt("Email").ShouldNotBeNull();
        wrong.ErrorAt("Phone").ShouldNotBeNull();
        (await citizen.Post(page, "form:has([name=Email])", ("Email", "moi@example.vn"), ("Phone", "0900 000 033"), ("Language", "ar"))).Status.ShouldBe(302);
        var person = await web.Services.GetRequiredService<People>().Find("demo-citizen-3", default);
        (person!.Email, person.Phone, person.Language).ShouldBe(("moi@example.vn", "0900000033", "ar"));
    }
}
