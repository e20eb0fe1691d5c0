using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;

namespace Sen.Tests.Data;

public sealed class FoldTests(Postgres postgres) : IClassFixture<Postgres>
{
    private readonly Database _db = postgres.Services().GetRequiredService<Database>();

    [Theory]
    [InlineData("hoà", "hòa")]
    [InlineData("HOÀ", "hòa")]
    [InlineData("lý", "lí")]
    [InlineData("Y tế", "i te")]
    [InlineData("quý", "quí")]
    [InlineData("đất đai", "DAT DAI")]
    [InlineData("thuỷ", "thủy")]
    [InlineData("Nguyễn", "NGUYEN")]
    [InlineData("công lý.", "CÔNG LÍ.")]
    public async Task Fold_SpellingsOfOneWord_AreEqual(string one, string other) =>
        (await Fold(one)).ShouldBe(await Fold(other));

    [Theory]
    [InlineData("hòa bình")]
    [InlineData("Đặng Thị Ngọc Ưu")]
    [InlineData("xã Ô Lâm")]
    public async Task Fold_DecomposedInput_IsEqual(string text) =>
        (await Fold(text.Normalize(NormalizationForm.FormD))).ShouldBe(await Fold(text.Normalize(NormalizationForm.FormC)));

    [Theory]
    [InlineData("tay", "tai")]
    [InlineData("thúy", "thúi")]
    [InlineData("hoa", "hoan")]
    public async Task Fold_DifferentWords_StayDifferent(string one, string other) =>
        (await Fold(one)).ShouldNotBe(await Fold(other));

    [Fact]
    public async Task Fold_Đ_IsD() => (await Fold("ĐƯỜNG đi")).ShouldBe("duong di");

    private Task<string> Fold(string text) => _db.One<string>("select sen_fold(@text)", new { text });
}
