namespace Sen.Tests.Unit.Bpmn;

/// <summary>Token semantics by clause of BPMN 2.0.2, chapter 13. Notation: <see cref="Sketch"/> and <see cref="Script"/>.</summary>
public sealed class SemanticsTests
{
    private const string Choice = "start s; xor g; user a; user b; end e; s > g; g > a : n > 5; g > b : n > 3; a > e; b > e";
    private const string ChoiceWithDefault = Choice + "; user c; g >> c; c > e";
    private const string Pair = "start s; and f; user a; user b; and j; end e; s > f; f > a; f > b; a > j; b > j; j > e";
    private const string Some = "start s; or f; user a; user b; user c; or j; end e; s > f; f > a : x = 1; f > b : y = 1; f >> c; a > j; b > j; c > j; j > e";
    private const string Deadline = "start s; user a; timer t on a PT1H; user late; end e; s > a; a > e; t > late; late > e";
    private const string Reminder = "start s; user a; timer! t on a PT1H; user remind; end e; s > a; a > e; t > remind; remind > e";
    private const string Withdrawal = "start s; user a; message m on a withdraw; user w; end e; s > a; a > e; m > w; w > e";
    private const string Questions = "start s; user a; message! m on a question; user q; end e; s > a; a > e; m > q; q > e";
    private const string Inner = "start s; sub p {; start ps; and f; user a; user b; end pe; ps > f; f > a; f > b; a > pe; b > pe; }; timer t on p PT1H; user c; end e; s > p; p > c; t > e; c > e";
    private const string InnerStop = "start s; sub p {; start ps; and f; user a; user b; end pe; terminate stop; ps > f; f > a; f > b; a > stop; b > pe; }; user c; end e; s > p; p > c; c > e";

    [Theory]
    // 13.2 and 13.3.1: instantiation, sequence, end.
    [InlineData("13.2 start to end", "start s; end e; s > e", "", "s e #")]
    [InlineData("13.3.3 user task waits", "start s; user a; end e; s > a; a > e", " | a", "s a | e #")]
    [InlineData("13.3.3 service task waits for its answer", "start s; service a; end e; s > a; a > e", " | a", "s a | e #")]
    [InlineData("13.3.3 business rule task waits", "start s; businessRule a; end e; s > a; a > e", " | a", "s a | e #")]
    [InlineData("13.3.3 receive task waits for its message", "start s; receive a paid; end e; s > a; a > e", " | message:other | message:paid", "s a | 0 | e #")]
    [InlineData("13.3.3 send task goes on at once", "start s; send a result; end e; s > a; a > e", "", "s a e #")]
    [InlineData("13.3.3 script task computes", "start s; script k n + 1 -> n; xor g; end one; end two; s > k; k > g; g > one : n = 2; g >> two", "n=1", "s k g one #")]
    [InlineData("13.3.3 manual and untyped tasks pass", "start s; manual a; task b; end e; s > a; a > b; b > e", "", "s a b e #")]
    [InlineData("13.3.1 a second answer changes nothing", "start s; user a; user b; end e; s > a; a > b; b > e", " | a | a | b | b", "s a | b | 0 | e # | 0")]
    [InlineData("13.3.1 two flows out of an activity are both taken", "start s; user a; user b; user c; end e; s > a; a > b; a > c; b > e; c > e", " | a | b | c", "s a | b c | e | e #")]
    [InlineData("13.3.1 each token starts the activity anew", "start s; and f; manual a; manual b; user c; end e; s > f; f > a; f > b; a > c; b > c; c > e", " | c | c", "s f a b c c | e | e #")]
    [InlineData("13.3.1 conditional flow beside a free one", "start s; user a; user b; user c; end e; s > a; a > b; a > c : n = 1; b > e; c > e", " | a n=2 | b", "s a | b | e #")]
    [InlineData("13.3.1 conditional flow that holds", "start s; user a; user b; user c; end e; s > a; a > b; a > c : n = 1; b > e; c > e", " | a n=1 | b | c", "s a | b c | e | e #")]
    [InlineData("13.3.1 default flow of an activity", "start s; user a; user b; user c; end e; s > a; a >> b; a > c : n = 1; b > e; c > e", " | a n=2", "s a | b")]
    [InlineData("13.3.1 default flow is not taken beside one that holds", "start s; user a; user b; user c; end e; s > a; a >> b; a > c : n = 1; b > e; c > e", " | a n=1", "s a | c")]
    [InlineData("13.3.1 no way out of an activity", "start s; user a; user b; end e; s > a; a > b : n = 1; b > e", " | a n=2 | move:a>b | b", "s a | ?a | b | e #")]
    [InlineData("13.3.1 an activity without flows ends its token", "start s; user a; s > a", " | a", "s a | #")]
    // 13.4.2: exclusive gateway.
    [InlineData("13.4.2 first condition that holds", Choice, "n=9 | a", "s g a | e #")]
    [InlineData("13.4.2 second condition", Choice, "n=4 | b", "s g b | e #")]
    [InlineData("13.4.2 default", ChoiceWithDefault, "n=1 | c", "s g c | e #")]
    [InlineData("13.4.2 nothing holds, no default", Choice, "n=1", "s g ?g")]
    [InlineData("13.4.2 a condition without a value", ChoiceWithDefault, "", "s g ?g")]
    [InlineData("13.4.2 stuck, moved to the same gateway with the value", ChoiceWithDefault, " | move:g>g n=4", "s g ?g | g b")]
    [InlineData("13.4.2 merges without waiting", "start s; and f; user a; user b; xor m; user c; end e; s > f; f > a; f > b; a > m; b > m; m > c; c > e", " | a | b | c | c", "s f a b | m c | m c | e | e #")]
    [InlineData("13.4.2 loop back", "start s; xor m; user a; xor g; end e; s > m; m > a; a > g; g > m : again; g >> e", " | a again=true | a again=false", "s m a | g m a | g e #")]
    // 13.4.1: parallel gateway.
    [InlineData("13.4.1 waits for both", Pair, " | b | a", "s f a b | j | j e #")]
    [InlineData("13.4.1 fork into one join in other order", Pair, " | a | b", "s f a b | j | j e #")]
    [InlineData("13.4.1 two tokens on one flow do not join", "start s; and f; manual x; manual y; xor m; user b; and j; end e; s > f; f > x; f > y; f > b; x > m; y > m; m > j; b > j; j > e", " | b", "s f x y b m m j j | j e")]
    [InlineData("13.4.1 join and fork in one", "start s; and f; user a; user b; and j; user c; user d; end e; s > f; f > a; f > b; a > j; b > j; j > c; j > d; c > e; d > e", " | a | b | d | c", "s f a b | j | j c d | e | e #")]
    // 13.4.3: inclusive gateway.
    [InlineData("13.4.3 one way", Some, "x=1 y=0 | a", "s f a | j e #")]
    [InlineData("13.4.3 two ways, waits for both", Some, "x=1 y=1 | b | a", "s f a b | j | j e #")]
    [InlineData("13.4.3 default", Some, "x=0 y=0 | c", "s f c | j e #")]
    [InlineData("13.4.3 nothing holds", "start s; or f; user a; user b; end e; s > f; f > a : x = 1; f > b : x = 2; a > e; b > e", "x=3", "s f ?f")]
    [InlineData("13.4.3 waits for a token that can still come through a choice", "start s; or f; user a; user b; xor g; end other; or j; end e; s > f; f > a : x = 1; f > b : y = 1; a > j; b > g; g > j : z = 1; g >> other; j > e", "x=1 y=1 | a | b z=0", "s f a b | j | g other e #")]
    [InlineData("13.4.3 and joins it when it comes", "start s; or f; user a; user b; xor g; end other; or j; end e; s > f; f > a : x = 1; f > b : y = 1; a > j; b > g; g > j : z = 1; g >> other; j > e", "x=1 y=1 | a | b z=1", "s f a b | j | g j e #")]
    [InlineData("13.4.3 waits for a token behind a boundary event", "start s; and f; user a; user b; timer t on b PT1H; or j; end other; end e; s > f; f > a; f > b; a > j; t > j; b > other; j > e", " | a | b", "s f a b | j | other e -t #")]
    // 13.5.1 and 13.5.2: catch events.
    [InlineData("13.5.2 message", "start s; message m paid; end e; s > m; m > e", " | message:paid", "s m | e #")]
    [InlineData("13.5.2 a message goes to one", "start s; and f; message m paid; message n paid; end e; s > f; f > m; f > n; m > e; n > e", " | message:paid | message:paid", "s f m n | e | e #")]
    [InlineData("13.5.2 a signal goes to all", "start s; and f; signal m go; signal n go; end e; s > f; f > m; f > n; m > e; n > e", " | signal:go", "s f m n | e e #")]
    [InlineData("13.5.2 timer", "start s; timer t PT1H; end e; s > t; t > e", " | timer:t | timer:t", "s t | e # | 0")]
    [InlineData("13.5.2 a computed duration", "start s; timer t =duration(d); end e; s > t; t > e", "d=P2D | timer:t", "s t | e #")]
    [InlineData("13.5.2 a timer without a value", "start s; timer t =duration(d); end e; s > t; t > e", "d=soon | move:t>t d=P2D | timer:t", "s t ?t | t | e #")]
    [InlineData("13.5.2 none intermediate event passes", "start s; pass m; end e; s > m; m > e", "", "s m e #")]
    // 13.5.3: boundary events.
    [InlineData("13.5.3 interrupting timer", Deadline, " | timer:t | a | late", "s a | t late -a | 0 | e #")]
    [InlineData("13.5.3 done before the timer", Deadline, " | a | timer:t", "s a | e -t # | 0")]
    [InlineData("13.5.3 timer beside the work", Reminder, " | timer:t | timer:t | a | remind", "s a | t remind | 0 | e | e #")]
    [InlineData("13.5.3 interrupting message", Withdrawal, " | message:withdraw | w", "s a | m w -a | e #")]
    [InlineData("13.5.3 messages beside the work may repeat", Questions, " | message:question | message:question | a | q | q", "s a | m q | m q | e -m | e | e #")]
    [InlineData("13.5.3 interrupting signal on one of two", "start s; and f; user a; user b; signal x on a stop; end e; s > f; f > a; f > b; a > e; b > e; x > e", " | signal:stop | b", "s f a b | x e -a | e #")]
    // 13.3.4: sub-process; 13.5.6: end events.
    [InlineData("13.3.4 sub-process ends when its tokens have ended", Inner, " | a | b | c", "s p ps f a b | pe | pe c -t | e #")]
    [InlineData("13.3.4 interrupted with all inside", Inner, " | a | timer:t", "s p ps f a b | pe | t e -b #")]
    [InlineData("13.5.6 terminate ends the process", "start s; and f; user a; user b; terminate x; end e; s > f; f > a; f > b; a > x; b > e", " | a | b", "s f a b | x -b # | 0")]
    [InlineData("13.5.6 terminate in a sub-process ends only that", InnerStop, " | a | c", "s p ps f a b | stop c -b | e #")]
    [InlineData("13.5.6 the process ends with its last token", "start s; and f; user a; user b; end e; end d; s > f; f > a; f > b; a > e; b > d", " | a | b", "s f a b | e | d #")]
    // Ours: operators move tokens.
    [InlineData("move back", "start s; user a; user b; end e; s > a; a > b; b > e", " | a | move:b>a | a | b", "s a | b | a -b | b | e #")]
    [InlineData("move out of a sub-process is refused", Inner, " | move:a>c", "s p ps f a b | 0")]
    [InlineData("move past a join", Pair, " | a | move:j>e | b", "s f a b | j | e | j")]
    [InlineData("a loop that never waits is stopped", "start s; xor m; manual a; s > m; m > a; a > m", "", null)]
    public void Play_Events_LeavesTrace(string clause, string process, string script, string? expected)
    {
        var (trace, state) = Script.Play(Sketch.Definition(process), script);
        if (expected is null)
            state.Tokens.ShouldHaveSingleItem().Stuck.ShouldNotBeNull(clause);
        else
            trace.ShouldBe(expected, clause);
    }
}
