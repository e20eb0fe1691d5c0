namespace Sen.Tests.Unit.Sigma;

/// <summary>Rules specification 2.1.0: wildcards, escapes, lists and maps, keywords, conditions.</summary>
public sealed class ConditionTests
{
    private const string Selections = """
        sel1: {a: 1}
        sel2: {b: 1}
        sel3: {c: 1}
        filter: {d: 1}
        _hidden: {e: 1}

        """;

    [Theory]
    [InlineData("sel1 or sel2 and sel3", "a", true)]
    [InlineData("(sel1 or sel2) and sel3", "a", false)]
    [InlineData("sel1 and not filter", "a", true)]
    [InlineData("sel1 and not filter", "ad", false)]
    [InlineData("not sel1 or sel2", "ab", true)]
    [InlineData("1 of sel*", "b", true)]
    [InlineData("1 of *2", "a", false)]
    [InlineData("2 of sel*", "b", false)]
    [InlineData("2 of sel*", "bc", true)]
    [InlineData("all of sel*", "ab", false)]
    [InlineData("all of sel* and not 1 of filter*", "abc", true)]
    [InlineData("1 of them", "e", false)]
    [InlineData("any of them", "d", true)]
    [InlineData("all of them", "abcd", true)]
    [InlineData("1 of _hid*", "e", true)]
    [InlineData("sel1 AND NOT (sel2 OR sel3)", "a", true)]
    [InlineData("not not sel1", "a", true)]
    public void Conditions_BindAsTheStandardOrders(string condition, string set, bool fires) =>
        Sigmas.Fires(Sigmas.Rule(Selections + "condition: " + condition), "{" + string.Join(',', set.Select(name => $"\"{name}\":1")) + "}").ShouldBe(fires);

    [Fact]
    public void ListOfConditions_IsAnOr() => Sigmas.Fires(Sigmas.Rule(Selections + "condition: [sel1 and sel2, sel3]"), """{"c":1}""").ShouldBeTrue();

    [Theory]
    [InlineData("prog?.exe", "progA.exe", true)]
    [InlineData("prog?.exe", "progĐ.exe", true)]
    [InlineData("prog?.exe", "prog.exe", false)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "axxcyyb", false)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "axb", false)]
    [InlineData(@"a\\*", @"a\\\\xyz", true)]
    [InlineData(@"a\\*", "axyz", false)]
    [InlineData(@"a\\\*b", @"a\\*b", true)]
    [InlineData(@"c:\windows", @"C:\\Windows", true)]
    [InlineData(@"c:\\windows", @"C:\\Windows", true)]
    [InlineData(@"\\\\share", @"\\\\share", true)]
    [InlineData("*", "", true)]
    [InlineData("?*", "", false)]
    [InlineData("*a?c*", "xxabcxx", true)]
    [InlineData("*ab*ab", "xabyab", true)]
    [InlineData("*ab*ab", "xab", false)]
    public void Wildcards_AndEscapes(string pattern, string value, bool fires) => Sigmas.Fires(Sigmas.Selection($"f: '{pattern}'"), $$"""{"f":"{{value}}"}""").ShouldBe(fires);

    [Theory]
    [InlineData("keywords: [EVILSERVICE, 'svchost.exe -n evil']", """{"x":{"y":["the evilservice runs"]}}""", true)]
    [InlineData("keywords: [EVILSERVICE]", """{"evilservice":"x"}""", false)]
    [InlineData("keywords:\n  '|all': [one, two]", """{"a":"has one","b":"has two"}""", true)]
    [InlineData("keywords:\n  '|all': [one, two]", """{"a":"has one"}""", false)]
    [InlineData("keywords: ['a*c']", """{"a":"xxabbcxx"}""", true)]
    [InlineData("keywords: 4711", """{"a":[{"b":47112}]}""", true)]
    [InlineData("keywords:\n  '|re': 'a[0-9]+b'", """{"a":"xxa12bxx"}""", true)]
    [InlineData("keywords:\n  - f: 1\n  - g: 2", """{"g":2}""", true)]
    [InlineData("keywords:\n  - f: 1\n    h: 3\n  - word", """{"f":1}""", false)]
    public void Keywords_AndLists(string selection, string json, bool fires) => Sigmas.Fires(Sigmas.Rule(selection + "\ncondition: keywords"), json).ShouldBe(fires);

    [Fact]
    public void ManyContains_UseTheAutomaton_AndFindOverlaps()
    {
        var words = "she, he, hers, his, him, herself, shell, heroes, usher";
        foreach (var word in words.Split(", "))
            Sigmas.Fires(Sigmas.Selection($"f|contains: [{words}]"), $$"""{"f":"xx{{word}}xx"}""").ShouldBeTrue(word);
        Sigmas.Fires(Sigmas.Selection($"f|contains: [{words}]"), """{"f":"hxe sxh"}""").ShouldBeFalse();
    }
}
