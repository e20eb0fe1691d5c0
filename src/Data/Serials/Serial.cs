namespace Sen.Data;

/// <summary>
/// Serial numbers, taken by the last statement of an act so that the hot row is locked for the commit only. The number
/// is therefore known after the commit; what must carry it is written by <c>then</c>, in the same statement.
/// </summary>
public static class Serial
{
    /// <summary>The next serial of an office in a period, from 1; gaps are allowed.</summary>
    /// <param name="work">The act.</param>
    /// <param name="office">Code of the office.</param>
    /// <param name="period">Day, month or year of the count, e.g. <c>2026-11-22</c>.</param>
    public static Deferred<long> NextSerial(this Work work, string office, string period) =>
        work.Last<long>(Counted("select number from serial"), new { SerialOffice = office, SerialPeriod = period });

    /// <summary>Takes the next serial and writes it where it belongs.</summary>
    /// <param name="work">The act.</param>
    /// <param name="office">Code of the office.</param>
    /// <param name="period">Day, month or year of the count.</param>
    /// <param name="then">
    /// Statement that reads <c>serial</c>, a row with <c>number</c> (bigint) and <c>digits</c> (text of at least four
    /// digits), and returns one value: <c>update x.y set code = @Prefix || serial.digits from serial where id = @Id returning code</c>.
    /// </param>
    /// <param name="args">Parameters of <paramref name="then"/>.</param>
    public static Deferred<T> NextSerial<T>(this Work work, string office, string period, string then, object? args = null) =>
        work.Last<T>(Counted(then), args, new { SerialOffice = office, SerialPeriod = period });

    /// <summary>
    /// The next number of an issued document, gapless per body, book and year (Decree 30/2020/NĐ-CP, art. 15: numbers run
    /// from 01 on 1 January). An act that fails gives its number back, since the count is part of its transaction.
    /// </summary>
    /// <param name="work">The act.</param>
    /// <param name="body">Code of the body that issues.</param>
    /// <param name="book">Book within the body.</param>
    /// <param name="year">Calendar year.</param>
    /// <param name="then">As in <see cref="NextSerial{T}"/>; <c>serial.digits</c> has at least two digits here.</param>
    /// <param name="args">Parameters of <paramref name="then"/>.</param>
    public static Deferred<T> NextDocumentNumber<T>(
        this Work work, string body, string book, int year, string then = "select number from serial", object? args = null) =>
        work.Last<T>($"""
            with counted as (
              insert into data.document_number (body, book, year, last) values (@SerialBody, @SerialBook, @SerialYear, 1)
              on conflict (body, book, year) do update set last = document_number.last + 1
              returning last),
            serial as (select last as number, lpad(last::text, greatest(2, length(last::text)), '0') as digits from counted)
            {then}
            """, args, new { SerialBody = body, SerialBook = book, SerialYear = year });

    private static string Counted(string then) => $"""
        with counted as (
          insert into data.serial (office, period, last) values (@SerialOffice, @SerialPeriod, 1)
          on conflict (office, period) do update set last = serial.last + 1
          returning last),
        serial as (select last as number, lpad(last::text, greatest(4, length(last::text)), '0') as digits from counted)
        {then}
        """;
}
