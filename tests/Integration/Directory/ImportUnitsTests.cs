using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Directory;
using Sen.Directory.Import;
using Sen.Kernel;
using Sen.Tests.Identity;

namespace Sen.Tests.Directory;

/// <summary>Provinces and communes of the country from CSV, row by row.</summary>
public sealed class ImportUnitsTests(Province province) : IClassFixture<Province>
{
    private const string Provinces = """
        code,name,full_name,name_en,unit_type,code_name
        91,An Giang,Tỉnh An Giang,An Giang,Tỉnh,an_giang
        68,Lâm Đồng,Tỉnh Lâm Đồng,Lam Dong,Tỉnh,lam_dong
        """;

    private Units Units => province.Services.GetRequiredService<Units>();

    private Task<ImportReport> Import(string csv, bool dryRun = false, bool skip = false) => province.Services.GetRequiredService<ImportUnits>()
        .Run(new ImportRequest(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "x.csv", dryRun, skip, null, Actor.Part("test")), default);

    [Fact]
    public async Task Import_Country_AddsWhatIsMissingAndKeepsOwnCodes()
    {
        const string Communes = """
            code,province_code,name,full_name,name_en,unit_type,code_name
            30307,91,Long Xuyên,Phường Long Xuyên,Long Xuyen,Phường,long_xuyen
            24778,68,Xuân Hương - Đà Lạt,phường Xuân Hương - Đà Lạt,Xuan Huong - Da Lat,Phường,xuan_huong
            """;
        (await Import(Communes)).Errors.Single().Problem.Code.ShouldBe("directory.import.no-province");
        var tried = await Import(Provinces, dryRun: true);
        (tried.Added, tried.Same, tried.Written).ShouldBe((1, 1, false));
        (await Units.Find("Z68", default)).ShouldBeNull();
        (await Import(Provinces)).Written.ShouldBeTrue();
        var report = await Import(Communes);
        (report.Added, report.Same, report.Errors.Count).ShouldBe((1, 1, 0));
        var ward = (await Units.Find("Z6824778", default))!;
        (ward.Path, ward.Name, ward.NameEn, ward.Demonstration).ShouldBe(("Z68/Z6824778", "Phường Xuân Hương - Đà Lạt", "Xuan Huong - Da Lat Ward", true));
        (await Units.Find("H01.30307", default))!.TerritoryCode.ShouldBe("30307");
        (await Import(Communes)).Same.ShouldBe(2);
    }

    [Fact]
    public async Task Import_WrongRows_AreNamedByLineAndKeepAllOut()
    {
        const string Wrong = """
            code,name,full_name,name_en,unit_type
            7,Một,Tỉnh Một,Mot,Tỉnh
            93,Hai,Hai,Hai,Tỉnh
            94,Ba,Huyện Ba,Ba,Huyện
            95,Bốn,Tỉnh Bốn,,Tỉnh
            96,Năm,Tỉnh Năm,Nam,Tỉnh
            96,Sáu,Tỉnh Sáu,Sau,Tỉnh
            """;
        var report = await Import(Wrong);
        report.Errors.Select(e => (e.Row, e.Problem.Field)).ShouldBe([(2, "code"), (3, "full_name"), (4, "unit_type"), (5, "name_en"), (7, "code")]);
        report.Written.ShouldBeFalse();
        (await Units.Find("Z96", default)).ShouldBeNull();
        (await Import(Wrong, skip: true)).Written.ShouldBeTrue();
        (await Units.Find("Z96", default))!.Name.ShouldBe("Tỉnh Năm");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1,2")]
    [InlineData("\0\0\0")]
    public async Task Import_OtherFile_SaysWhichHeadsItNeeds(string csv) =>
        (await Import(csv)).Errors.Single().Problem.Code.ShouldBe("directory.import.heads");
}
