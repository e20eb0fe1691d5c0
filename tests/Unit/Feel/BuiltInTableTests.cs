using Sen.Feel;

namespace Sen.Tests.Unit.Feel;

/// <summary>Each built-in function by the examples of DMN 1.5 §10.3.4 (tables 71 to 80), with what it does on null and on the wrong kind.</summary>
public sealed class BuiltInTableTests
{
    private const string Table = """
        date("2012-12-25") - date("2012-12-24") = duration("P1D") => true
        date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25") => true
        date(2012, 12, 25) = date("2012-12-25") => true
        date("2012-13-25") => null
        date and time("2012-12-24T23:59:00") => 2012-12-24T23:59:00
        date and time(date("2012-12-24"), time("T23:59:00Z")) => null
        date and time(date("2012-12-24"), time("23:59:00Z")) => 2012-12-24T23:59:00Z
        date and time("2012-12-24T23:59:00@Asia/Ho_Chi_Minh").time offset => PT7H
        time("23:59:00z") => null
        time("23:59:00+07:00") => 23:59:00+07:00
        time(23, 59, 0, duration("PT0H")) = time("23:59:00Z") => true
        time(date and time("2012-12-24T23:59:00")) => 23:59:00
        number("1 000,0", " ", ",") = number("1,000.0", ",", ".") => true
        number("a") => null
        string(1.1) => 1.1
        string(null) => null
        string(duration("P1Y")) => P1Y
        duration("P2Y2M") => P2Y2M
        duration("P2DT20H14M") => P2DT20H14M
        years and months duration(date("2011-12-22"), date("2013-08-24")) => P1Y8M
        years and months duration(date("2013-08-24"), date("2011-12-22")) => -P1Y8M
        not(true) => false
        not(null) => null
        not("a") => null
        substring("foobar", 3) => obar
        substring("foobar", 3, 3) => oba
        substring("foobar", -2, 1) => a
        substring("foobar", 0) => null
        substring("\U01F40Eab", 2) => ab
        string length("foo") => 3
        string length("\U01F40Eab") => 3
        upper case("aBc4") => ABC4
        lower case("aBc4") => abc4
        substring before("foobar", "bar") => foo
        substring before("foobar", "xyz") => ""
        substring after("foobar", "ob") => ar
        substring after("", "a") => ""
        replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => [1=ab][2=]cd
        replace("abracadabra", "bra", "*") => a*cada*
        replace("a", "a", "$") => null
        contains("foobar", "of") => false
        starts with("foobar", "fo") => true
        ends with("foobar", "r") => true
        matches("foobar", "^fo*b") => true
        matches("hello world", "hello world", "x") => false
        split("John Doe", "\\s") => ["John", "Doe"]
        split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
        string join(["a", "b", "c"], "_and_") => a_and_b_and_c
        string join(["a", "b", "c"], "") => abc
        string join(["a", null, "c"], "X") => aXc
        string join([]) => ""
        trim("  a ") => a
        extract("references are 1234, 1256, 1378", "12[0-9]*") => ["1234", "1256"]
        list contains([1, 2, 3], 2) => true
        list contains(null, 2) => null
        count([1, 2, 3]) => 3
        count([]) => 0
        count([1, [2, 3]]) => 2
        min([1, 2, 3]) => 1
        min(1, 2, 3) => 1
        min([]) => null
        min([1, "a"]) => null
        max(1, 2, 3) => 3
        max([date("2020-01-01"), date("2021-01-01")]) => 2021-01-01
        sum([1, 2, 3]) => 6
        sum([1, null]) => null
        mean([1, 2, 3]) => 2
        mean([]) => null
        all([false, null, true]) => false
        all([]) => true
        all(true) => true
        all([null]) => null
        any([false, null, true]) => true
        any([]) => false
        any(0) => null
        sublist([4, 5, 6], 1, 2) => [4, 5]
        sublist([1, 2, 3], -2) => [2, 3]
        append([1], 2, 3) => [1, 2, 3]
        concatenate([1, 2], [3]) => [1, 2, 3]
        insert before([1, 3], 1, 2) => [2, 1, 3]
        remove([1, 2, 3], 2) => [1, 3]
        list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
        list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
        reverse([1, 2, 3]) => [3, 2, 1]
        index of([1, 2, 3, 2], 2) => [2, 4]
        union([1, 2], [2, 3]) => [1, 2, 3]
        distinct values([1, 2, 3, 2, 1]) => [1, 2, 3]
        duplicate values([1, 2, 3, 2, 1]) => [1, 2]
        flatten([[1, 2], [[3]], 4]) => [1, 2, 3, 4]
        product([2, 3, 4]) => 24
        product([]) => null
        median(8, 2, 5, 3, 4) => 4
        median([6, 1, 2, 3]) => 2.5
        median([]) => null
        stddev(2, 4, 7, 5) > 2.08166599946 and stddev(2, 4, 7, 5) < 2.08166599947 => true
        stddev([47]) => null
        mode(6, 3, 9, 6, 6) => [6]
        mode([6, 1, 9, 6, 1]) => [1, 6]
        mode([]) => []
        sort([3, 1, 4, 5, 2], function(x, y) x < y) => [1, 2, 3, 4, 5]
        decimal(1/3, 2) => 0.33
        decimal(1.5, 0) => 2
        decimal(2.5, 0) => 2
        decimal(1, null) => null
        floor(1.5) => 1
        floor(-1.56, 1) => -1.6
        ceiling(-1.5) => -1
        ceiling(-1.56, 1) => -1.5
        round up(5.5, 0) => 6
        round up(-1.121, 2) => -1.13
        round down(-5.5, 0) => -5
        round down(1.126, 2) => 1.12
        round half up(5.5, 0) => 6
        round half up(-1.125, 2) => -1.13
        round half down(5.5, 0) => 5
        round half down(-1.126, 2) => -1.13
        abs(-10) => 10
        abs(@"-PT5H") => PT5H
        abs(@"-P2M") => P2M
        modulo(12, 5) => 2
        modulo(-12, 5) => 3
        modulo(12, -5) => -3
        modulo(-12, -5) => -2
        modulo(10.1, 4.5) => 1.1
        modulo(1, 0) => null
        sqrt(16) => 4
        sqrt(-1) => null
        decimal(log(10), 8) => 2.30258509
        log(0) => null
        decimal(exp(5), 8) => 148.4131591
        odd(5) => true
        odd(2) => false
        even(5) => false
        even(2) => true
        is(date("2012-12-25"), time("23:00:50")) => false
        is(time("23:00:50z"), time("23:00:50")) => false
        is(time("23:00:50Z"), time("23:00:50+00:00")) => true
        before(1, 10) => true
        before([1..10], 10) => false
        before([1..10), 10) => true
        before([1..10), [10..20]) => true
        after(10, 1) => true
        after([11..20], [1..11)) => true
        meets([1..5], [5..10]) => true
        meets([1..5), [5..10]) => false
        met by([5..10], [1..5]) => true
        overlaps([1..5], [3..8]) => true
        overlaps((1..5), (5..8]) => false
        overlaps before([1..5], [3..8]) => true
        overlaps before([1..5], [6..8]) => false
        overlaps after([3..8], [1..5]) => true
        finishes(10, [1..10]) => true
        finishes([5..10), [1..10]) => false
        finished by([1..10], 10) => true
        includes([1..10], 5) => true
        includes([1..10], 12) => false
        during(5, [1..10]) => true
        during((1..10), [1..10]) => true
        starts(1, [1..10]) => true
        starts([1..5], [1..10]) => true
        started by([1..10], 1) => true
        coincides(5, 5) => true
        coincides([1..5), [1..5]) => false
        range("[18..21)") => [18..21)
        range("[3..1]") => null
        day of year(date(2019, 9, 17)) => 260
        day of week(date(2019, 9, 17)) => Tuesday
        month of year(date(2019, 9, 17)) => September
        week of year(date(2005, 1, 1)) => 53
        week of year(date(2003, 12, 29)) => 1
        last day of month(date(2024, 2, 1)) => 29
        get value({key1: "value1"}, "key1") => value1
        get value({key1: {a: 1}}, ["key1", "a"]) => 1
        get value({}, "x") => null
        get entries({key1: "value1"}) => [{key: "key1", value: "value1"}]
        context([{key: "a", value: 1}, {key: "b", value: 2}]) => {a: 1, b: 2}
        context([{key: "a", value: 1}, {key: "a", value: 2}]) => null
        context put({x: 1}, "y", 2) => {x: 1, y: 2}
        context put({x: {y: 0}}, ["x", "y"], 2) => {x: {y: 2}}
        context put({x: 1}, [], 2) => null
        context merge([{x: 1}, {x: 2, y: 3}]) => {x: 2, y: 3}
        now() > date and time("2020-01-01T00:00:00Z") => true
        today() > date("2020-01-01") => true
        """;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var arrow = line.LastIndexOf("=>", StringComparison.Ordinal);
                rows.Add(line[..arrow].Trim(), line[(arrow + 2)..].Trim());
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void BuiltIn_Example_HasItsValue(string text, string value) =>
        FeelValues.Text(FeelExpression.Parse(text).Evaluate(new Dictionary<string, object?>(), TimeProvider.System)).ShouldBe(value == "\"\"" ? "" : value, text);

    [Fact]
    public void BuiltIns_EachStandInTheTable() =>
        BuiltIns.Names.Where(name => !Table.Split('\n').Any(line => line.Contains(name + "(", StringComparison.Ordinal))).ShouldBeEmpty();
}
