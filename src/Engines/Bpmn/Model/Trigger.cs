using System.Globalization;
using System.Text.RegularExpressions;

namespace Sen.Bpmn;

/// <summary>What an event waits for.</summary>
public abstract record Trigger;

/// <summary>A message, by the name of its <c>message</c> element.</summary>
public sealed record MessageTrigger(string Ref, string Name) : Trigger;

/// <summary>A signal, by the name of its <c>signal</c> element; all who wait for it get it.</summary>
public sealed record SignalTrigger(string Ref, string Name) : Trigger;

/// <summary>A moment (ISO 8601 date, or date and time) or a duration, or after "=" a FEEL expression that gives one.</summary>
public sealed partial record TimerTrigger(TimerKind Kind, string Text, Expression? Computed = null) : Trigger
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    internal static bool IsIso(TimerKind kind, string text) => kind == TimerKind.Duration
        ? Duration().IsMatch(text)
        : DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")]
    private static partial Regex Duration();
}

/// <summary>How the text of a timer is meant.</summary>
public enum TimerKind { Date, Duration }
