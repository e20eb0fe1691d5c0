using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Memory;
using Sen.Data;

namespace Sen.Indicators;

/// <summary>What everybody may know of the whole province; read at most once a minute.</summary>
internal sealed record PublicFiguresRow(int Settled, int WithDue, int OnTime, decimal? Score, DateTimeOffset At);

/// <summary>On the public home: how the province settles dossiers, once there is something to show (Decree 224/2026, article 19).</summary>
[ViewComponent(Name = "PublicFigures")]
internal sealed class PublicFigures(Database db, IMemoryCache cache) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        View("/Indicators/Board/PublicFigures.cshtml", await cache.GetOrCreateAsync("indicators.public", entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1);
            return db.One<PublicFiguresRow>("""
                select (count(*) filter (where status in (9, 10)))::int as settled,
                  (count(*) filter (where finished_at is not null and due_at is not null))::int as with_due,
                  (count(*) filter (where finished_at <= due_at))::int as on_time,
                  round(avg(score), 1) as score, @Now as at
                from procedures.v_dossier
                """, new { db.Now });
        }));
}
