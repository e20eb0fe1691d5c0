using Dapper;
using Sen.Data;
using Sen.Identity;
using Sen.Kernel;
using Sen.Ui;

namespace Sen.Indicators;

/// <summary>Figures of the settlement of dossiers at the units where the actor may see boards.</summary>
/// <param name="Received">Lodged today.</param>
/// <param name="Open">Under way.</param>
/// <param name="Late">Under way and past their due time.</param>
/// <param name="Finished">Finished with a due time.</param>
/// <param name="OnTime">Of these, not after their due time (Decision 766/QĐ-TTg, indicator 2.1, short form).</param>
/// <param name="Ratings">How many rated.</param>
/// <param name="Score">Mean of the ratings, 1 to 5; null without any.</param>
internal sealed record BoardFigures(int Received, int Open, int Late, int Finished, int OnTime, int Ratings, decimal? Score);

/// <summary>A row of a breakdown.</summary>
internal sealed record BoardRow(string Key, string Name, int Count);

/// <summary>Reads the board. Indicators alone may read every module's views.</summary>
internal sealed class SettlementBoard(Database db, RowFilter rows)
{
    public Task<BoardFigures> Figures(Actor actor, CancellationToken ct) => Read(actor, (mine, args) => db.One<BoardFigures>($"""
        select
          (count(*) filter (where submitted_at >= @today))::int as received,
          (count(*) filter (where status in (1, 2, 4, 5, 6)))::int as open,
          (count(*) filter (where status in (2, 4) and due_at < @now))::int as late,
          (count(*) filter (where finished_at is not null and due_at is not null))::int as finished,
          (count(*) filter (where finished_at <= due_at))::int as on_time,
          count(score)::int as ratings,
          round(avg(score), 1) as score
        from procedures.v_dossier d where {mine}
        """, args, ct), ct);

    public Task<IReadOnlyList<BoardRow>> ByStatus(Actor actor, CancellationToken ct) => Read(actor, (mine, args) => db.Query<BoardRow>($"""
        select status::text as key, '' as name, count(*)::int from procedures.v_dossier d where {mine} group by status order by status
        """, args, ct), ct);

    /// <summary>The twenty offices with the most dossiers.</summary>
    public Task<IReadOnlyList<BoardRow>> ByOffice(Actor actor, CancellationToken ct) => Read(actor, (mine, args) => db.Query<BoardRow>($"""
        select d.office as key, coalesce(u.name, d.office) as name, count(*)::int
        from procedures.v_dossier d left join directory.v_unit_last u on u.code = d.office
        where {mine} group by d.office, u.name order by count(*) desc, d.office limit 20
        """, args, ct), ct);

    private async Task<T> Read<T>(Actor actor, Func<string, object, Task<T>> read, CancellationToken ct)
    {
        var at = await rows.For(actor, Permissions.BoardView, "d.office_path", "procedures.v_dossier_place", whole: true, ct);
        var local = TimeZoneInfo.ConvertTime(db.Now, Words.ProvinceTime);
        var today = new DateTimeOffset(local.Date, local.Offset).ToUniversalTime();
        var args = new DynamicParameters(at);
        args.AddDynamicParams(new { now = db.Now, today });
        return await read(at.Sql, args);
    }
}
