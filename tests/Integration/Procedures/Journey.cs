using System.Text;

namespace Sen.Tests.Procedures;

/// <summary>The steps of the walk by their real forms; each returns where it ended.</summary>
internal static class Journey
{
    public const string Form = "main form[method=post]";

    /// <summary>A paper as people attach it.</summary>
    public static readonly byte[] Paper = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    private static readonly (string, string?)[] Register =
    [
        ("fullName", "Nguyễn Thị Mẫu Đơn"), ("bornOn", "08/03/1990"), ("sex", "Nữ"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam"),
        ("bornAt", "Bệnh viện Long Xuyên"), ("bookAt", "UBND phường Long Xuyên"), ("bookNumber", "12/1990"), ("bookOn", "15/03/1990"),
    ];

    /// <summary>Begins an application and answers until the papers; the address of the draft.</summary>
    public static async Task<string> Draft(this Visitor citizen, string relation = "self", string office = Web.LongXuyen, int copies = 2)
    {
        var page = await citizen.Follow(await citizen.Post(await citizen.Get("/nop-ho-so/" + Web.Copy), Form, ("Office", office)));
        var draft = page.Path[..page.Path.LastIndexOf('/')];
        page = await citizen.Follow(await citizen.Post(page, Form, ("record", "birth"), ("copies", $"{copies}")));
        page = await citizen.Follow(await citizen.Post(page, Form, ("relation", relation), ("recordName", "Nguyễn Thị Mẫu Đơn"), ("recordBirth", "08/03/1990")));
        page = await citizen.Post(page, Form, ("registeredAt", "UBND phường Long Xuyên"), ("registeredYear", "1990"));
        page.Location.ShouldBe(draft + "/giay-to");
        return draft;
    }

    /// <summary>Presses the last button; the page it leads to.</summary>
    public static async Task<Sheet> Submit(this Visitor citizen, string draft) =>
        await citizen.Post(await citizen.Get(draft + "/kiem-tra"), Form, ("Confirmed", "true"));

    /// <summary>The whole application of a citizen; the number.</summary>
    public static async Task<string> Lodge(this Visitor citizen, string office = Web.LongXuyen)
    {
        var lodged = await citizen.Submit(await citizen.Draft(office: office));
        return lodged.Location.ShouldNotBeNull(lodged.Text).Split('/', '?')[2];
    }

    public static async Task<Sheet> Accept(this Visitor officer, string number, string? feeHow = "cash") =>
        await officer.Post(await officer.Get("/mot-cua/" + number), "form[action*='handler=Accept']", ("FeeHow", feeHow));

    /// <summary>Presses the task of a dossier in the worklist.</summary>
    public static async Task<Sheet> Task(this Visitor official, string number) => await official.Get(
        (await official.Get("/viec?q=" + number)).Document.QuerySelector("tbody th a")?.GetAttribute("href")
        ?? throw new InvalidOperationException($"no task of {number}"));

    /// <summary>Takes the result from the register and waits until it is printed; the page with the button that submits it.</summary>
    public static async Task<Sheet> DraftResult(this Visitor official, Web web, string number)
    {
        var task = await official.Task(number);
        var page = await official.Follow(await official.Post(task, "form[action*='handler=Save']", Register));
        await web.Eventually($"{number} is printed", async () =>
            (page = await official.Get(task.Path)).Document.QuerySelector("form[action*='handler=Submit']") is not null);
        return page;
    }

    public static Task<Sheet> SubmitResult(this Visitor official, Sheet printed) => official.Post(printed, "form[action*='handler=Submit']");

    public static async Task<Sheet> Sign(this Visitor leader, string number) =>
        await leader.Post(await leader.Task(number), "form[action*='handler=Sign']", ("Confirmed", "true"));

    public static async Task<Sheet> Seal(this Visitor clerk, string number) =>
        await clerk.Post(await clerk.Task(number), Form, ("Confirmed", "true"));
}
