using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Identity.Personnel;
using Sen.Kernel;
using Sen.Tests.Signing;

namespace Sen.Tests.Identity;

/// <summary>Staff from an Excel workbook, row by row.</summary>
public sealed class ImportStaffTests(Web web) : IClassFixture<Web>
{
    private static readonly Actor Administrator = new(ActorKind.Staff, "a", "A") { Grants = [new("staff.manage", "H01", "administrator")], ConfirmedAt = DateTimeOffset.MaxValue };

    private Task<ImportReport> Import(byte[] file, bool dryRun = false, bool skip = false, Actor? by = null) => web.Services.GetRequiredService<ImportStaff>()
        .Run(new ImportRequest(new MemoryStream(file), "nhan-su.xlsx", dryRun, skip, null, by ?? Administrator), default);

    private static byte[] Book(params string[][] rows) =>
        ExcelSheet.Write("S", [["ho va ten", "TÊN ĐĂNG NHẬP", "Chức vụ", "Mã đơn vị", "Vai trò", "Từ ngày", "Quyết định", "Ngày sinh"], .. rows]);

    private Task<long> Count(string userName) => web.Db.One<long>("select count(*) from identity.staff where user_name = @userName", new { userName });

    [Fact]
    public async Task Import_RightRows_AddsEachOnce()
    {
        var book = Book(["Lê Thị Điên Điển", "dien.dien", "Chuyên viên", "H01.TP", "board-viewer", "01/11/2026", "QĐ 1", "02/03/1990"], ["Trần Văn Lúa", "lua", "Chuyên viên", "h01.tp", "", "", "QĐ 1", ""]);
        var tried = await Import(book, dryRun: true);
        (tried.Added, tried.Written, await Count("lua")).ShouldBe((2, false, 0));
        (await Import(book)).Written.ShouldBeTrue();
        (await web.Db.One<DateOnly>("select birth_date from identity.staff where user_name = 'dien.dien'")).ShouldBe(new DateOnly(1990, 3, 2));
        var again = await Import(book);
        (again.Added, again.Same, again.Errors.Count).ShouldBe((0, 2, 0));
    }

    [Fact]
    public async Task Import_NameInPartsOfLetters_IsKeptWholeAndFoundInAnySpelling()
    {
        var name = "Nguyễn Thị Hoả Tường";
        (await Import(Book([name.Normalize(System.Text.NormalizationForm.FormD), "hoa.tuong", "Chuyên viên", "H01.TP", "", "", "QĐ 3", ""]))).Written.ShouldBeTrue();
        (await web.Db.One<string>("select name from identity.staff where user_name = 'hoa.tuong'")).ShouldBe(name);
        var clerk = await web.Staff("vanthu.longxuyen");
        foreach (var typed in new[] { "hoa tuong", "HOẢ TƯỜNG", "Hỏa Tường", name.Normalize(System.Text.NormalizationForm.FormD), "tuong hoa" })
            (await clerk.Get("/nhan-su?q=" + Uri.EscapeDataString(typed))).Document.QuerySelector("tbody th a")?.TextContent.ShouldBe(name, typed);
    }

    [Fact]
    public async Task Import_WrongRows_NamesEachAndKeepsAllOut()
    {
        var book = Book(
            ["Nguyễn Văn Đúng", "dung", "Chuyên viên", "H01.TP", "", "", "QĐ 2", ""],
            ["Nguyễn Văn Sai", "Sai Ten", "Chuyên viên", "H01.XX", "khong-co", "32/13/2026", "QĐ 2", ""],
            ["Nguyễn Văn Trùng", "dung", "Chuyên viên", "H01.TP", "", "", "", ""]);
        var report = await Import(book);
        report.Errors.Select(e => (e.Row, e.Problem.Field)).ShouldBe([(3, "From"), (3, "UserName"), (3, "Unit"), (3, "Roles"), (4, "UserName"), (4, "Decision")]);
        (report.Written, await Count("dung")).ShouldBe((false, 0));
        (await Import(book, skip: true)).Written.ShouldBeTrue();
        (await Count("dung")).ShouldBe(1);
    }

    [Fact]
    public async Task Import_AtUnitsOfOthers_IsRefusedRowByRow()
    {
        var by = Administrator with { Grants = [new("staff.manage", "H01/H01.30307", "administrator")], ConfirmedAt = DateTimeOffset.MaxValue };
        var report = await Import(Book(["Người Lạ", "nguoi.la", "Chuyên viên", "H01.TP", "", "", "QĐ", ""]), by: by);
        report.Errors.Single().Problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Theory]
    [InlineData("not a workbook at all")]
    [InlineData("")]
    public async Task Import_NoWorkbook_SaysSo(string content) =>
        (await Import(System.Text.Encoding.UTF8.GetBytes(content))).Errors.Single().Problem.Code.ShouldBe("identity.import.not-excel");

    [Fact]
    public async Task Import_OtherHeads_SaysWhichAreNeeded() =>
        (await Import(ExcelSheet.Write("S", [["A", "B"], ["1", "2"]]))).Errors.Single().Problem.Args[0].ShouldBe("Họ và tên, Tên đăng nhập, Chức vụ, Mã đơn vị, Quyết định");

    [Fact]
    public async Task Post_Workbook_ShowsErrorsAndGivesThemAsAWorkbook()
    {
        var administrator = await web.Sure("quantri");
        var page = await administrator.Get("/nhan-su/nhap");
        var template = await administrator.Download("/nhan-su/nhap?handler=Template");
        ExcelSheet.Read(new MemoryStream(template)).Single().Cells.ShouldContain("Mã đơn vị");
        var token = page.Value("__RequestVerificationToken")!;
        var book = new Attachment("Workbook", "x.xlsx", Book(["Ai Đó", "ai.do", "Chuyên viên", "H01.KHONG", "", "", "QĐ", ""]));
        (await administrator.Post("/nhan-su/nhap?handler=Check", [("__RequestVerificationToken", token)], [book])).Text.ShouldContain("Không có đơn vị “H01.KHONG”");
        var errors = await (await administrator.Post("/nhan-su/nhap?handler=Report", [("__RequestVerificationToken", token)], [book])).Answer.Content.ReadAsByteArrayAsync();
        ExcelSheet.Read(new MemoryStream(errors))[1].Cells[..3].ShouldBe(["2", "Mã đơn vị", "Không có đơn vị “H01.KHONG”."]);
        (await administrator.Post("/nhan-su/nhap?handler=Check", [("__RequestVerificationToken", token)], [])).ErrorAt("Workbook").ShouldNotBeNull();
    }
}
