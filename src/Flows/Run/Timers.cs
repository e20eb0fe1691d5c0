using System.Globalization;
using System.Xml;
using Sen.Bpmn;

namespace Sen.Flows;

/// <summary>The moment of a BPMN timer: an ISO 8601 date and time, or a duration from now.</summary>
internal static class Timers
{
    public static DateTimeOffset When(TimerSet timer, DateTimeOffset now) => timer.Kind == TimerKind.Date
        ? DateTimeOffset.Parse(timer.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : now + XmlConvert.ToTimeSpan(timer.Text);
}
