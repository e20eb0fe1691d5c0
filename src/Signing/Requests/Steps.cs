using Sen.Data;
using Sen.Identity;
using Sen.Kernel;

namespace Sen.Signing;

/// <summary>A request is signed by all, refused or recalled.</summary>
/// <param name="Request">The request.</param>
/// <param name="State"><c>Done</c>, <c>Refused</c> or <c>Recalled</c>.</param>
/// <param name="File">The file as it is now.</param>
/// <param name="SubjectKind">What it is about.</param>
/// <param name="SubjectId">What it is about.</param>
[Event("signing.request-closed", 1)]
internal sealed record RequestClosed(Guid Request, string State, Guid File, string SubjectKind, string SubjectId);

/// <summary>What a message says of a request.</summary>
internal sealed record Announced(Guid Request, string Title, string UnitPath);

/// <summary>What happens between the steps.</summary>
internal static class Steps
{
    public static Ref Ref(Guid request) => new("signing-request", request.ToString());

    /// <summary>Tells the next signer, and again a day before the deadline and when it passes. Clerks see the seal in their list.</summary>
    public static void Announce(Work work, Announced about, SignatureKind kind, string? staff, DateTimeOffset? due)
    {
        if (kind != SignatureKind.Personal || staff is null)
            return;
        var reminders = due is not { } at ? [] : new[] { at - work.Now - TimeSpan.FromDays(1), at - work.Now }
            .Where(after => after > TimeSpan.FromMinutes(5)).Select(after => new Reminder(after, "signing.to-sign-reminder")).ToArray();
        work.Notify(new Notice(staff, "signing.to-sign", Ref(about.Request), [about.Title], $"/ky-so/{about.Request}", reminders));
    }

    /// <summary>Ends the request; the steps that it did not come to are closed.</summary>
    public static void Close(Work work, RequestRow request, RequestState state, Guid file, string? reason)
    {
        work.AddOne("update signing.request set state = @State, file = @File, closed_at = @Now, close_reason = @Reason, version = version + 1 where id = @Id and version = @Version and state = 'Open'",
            new { State = state, File = file, work.Now, Reason = reason, request.Id, request.Version });
        work.Add("update signing.step set state = 'Closed' where request_id = @Id and state in ('Waiting', 'Open')", new { request.Id });
        work.CancelReminders(request.Ref, "signing.to-sign");
        work.Publish(new RequestClosed(request.Id, state.ToString(), file, request.SubjectKind, request.SubjectId));
        if (request.CreatedBy != work.Actor.Id)
            work.Notify(new Notice(request.CreatedBy, "signing.closed-" + state.ToString().ToLowerInvariant(), request.Ref, [request.Title, reason ?? ""], $"/ky-so/{request.Id}"));
    }
}
