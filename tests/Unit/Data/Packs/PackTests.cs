using Sen.Data;

namespace Sen.Tests.Data.Packs;

public sealed class PackTests : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sen-pack");

    internal sealed class Office
    {
        public required string Code { get; init; }
        public DateOnly? Opened { get; init; }
        public int Desks { get; init; }
    }

    [Fact]
    public void Read_CamelCaseAndDates_AreRead()
    {
        var office = Pack("code: H01\nopened: 2025-07-01\ndesks: 3\n").Read<Office>("a.yaml");
        office.Code.ShouldBe("H01");
        office.Opened.ShouldBe(new DateOnly(2025, 7, 1));
        office.Desks.ShouldBe(3);
    }

    [Theory]
    [InlineData("code: H01\ndesk: 3\n", 2)] // unknown key
    [InlineData("code: H01\nDesks: 3\n", 2)] // another spelling of a known key
    [InlineData("code: H01\ndesks: three\n", 2)] // wrong kind of value
    [InlineData("code: H01\nopened: 1/7/2025\n", 2)] // a date in another order
    [InlineData("code: H01\ncode: H02\n", 2)] // twice
    [InlineData("desks: 3\n", 1)] // required key missing
    [InlineData("code: H01\ndesks: [3\n", 2)] // not YAML
    public void Read_Wrong_NamesFileAndLine(string yaml, int line)
    {
        var error = Should.Throw<PackException>(() => Pack(yaml).Read<Office>("a.yaml"));
        error.File.ShouldBe("a.yaml");
        error.Line.ShouldBe(line, error.Message);
    }

    [Fact]
    public void Text_PathLeavingThePack_Refused() =>
        Should.Throw<PackException>(() => Pack("code: H01").Text("../outside.yaml")).Message.ShouldContain("leaves the pack");

    [Fact]
    public void ReadAll_Folder_InOrderOfName()
    {
        var pack = Pack("code: H01");
        System.IO.Directory.CreateDirectory(Path.Combine(_folder.FullName, "offices"));
        File.WriteAllText(Path.Combine(_folder.FullName, "offices", "b.yaml"), "code: B");
        File.WriteAllText(Path.Combine(_folder.FullName, "offices", "a.yaml"), "code: A");
        pack.ReadAll<Office>("offices").Select(o => o.Name + o.Value.Code).ShouldBe(["aA", "bB"]);
        pack.ReadAll<Office>("nowhere").ShouldBeEmpty();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Pack Pack(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "a.yaml"), yaml);
        return new Pack(_folder.FullName);
    }
}
