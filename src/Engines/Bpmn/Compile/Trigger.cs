using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Bpmn;

/// <summary>What an event waits for or makes happen.</summary>
public abstract record Trigger;

/// <summary>A message, by the name of its <c>message</c> element, and for whom: the key that sender and receiver must agree on.</summary>
public sealed record MessageTrigger(string Name, FeelText? Key = null) : Trigger;

/// <summary>A signal, by the name of its <c>signal</c> element; all who wait for it get it.</summary>
public sealed record SignalTrigger(string Name) : Trigger;

/// <summary>An error, by its code; null catches every error.</summary>
public sealed record ErrorTrigger(string? Code) : Trigger;

/// <summary>An escalation, by its code; null catches every escalation.</summary>
public sealed record EscalationTrigger(string? Code) : Trigger;

/// <summary>Ends everything in the scope.</summary>
public sealed record TerminateTrigger : Trigger;

/// <summary>A jump inside a scope, by name.</summary>
public sealed record LinkTrigger(string Name) : Trigger;

/// <summary>
/// A moment (ISO 8601 date, or date and time), a duration or a repetition (R3/PT10M; R/2026-12-01T07:30:00+07:00/P1D the first time then),
/// or after "=" a FEEL expression that gives one.
/// </summary>
public sealed partial record TimerTrigger(TimerKind Kind, string Text, FeelText? Computed = null) : Trigger
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    internal static bool IsIso(TimerKind kind, string text) => kind switch
    {
        TimerKind.Duration => Duration().IsMatch(text),
        TimerKind.Cycle => Cycle().Match(text) is { Success: true } match && IsIso(TimerKind.Duration, match.Groups[3].Value)
            && (!match.Groups[2].Success || IsIso(TimerKind.Date, match.Groups[2].Value)),
        _ => DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
    };

    /// <summary>The first time of a repetition: the moment it names, or its duration from now.</summary>
    public static (TimerKind Kind, string Text) FirstOf(string cycle)
    {
        var parts = Cycle().Match(cycle).Groups;
        return parts[2].Success ? (TimerKind.Date, parts[2].Value) : (TimerKind.Duration, parts[3].Value);
    }

    /// <summary>What is left of a repetition after one firing: null when that was the last.</summary>
    public static string? AfterOne(string cycle)
    {
        var match = Cycle().Match(cycle);
        if (match.Groups[1].Length == 0)
            return $"R/{match.Groups[3].Value}";
        var left = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1;
        return left <= 0 ? null : $"R{left}/{match.Groups[3].Value}";
    }

    [GeneratedRegex(@"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^R(\d{0,6})/(?:(\d[^/]*)/)?(P.+)$")]
    private static partial Regex Cycle();
}

/// <summary>How the text of a timer is meant.</summary>
public enum TimerKind { Date, Duration, Cycle }
