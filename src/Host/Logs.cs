namespace Sen.Host;

/// <summary>
/// Lines for people in development, JSON for machines elsewhere. No request lines: addresses and paths of citizens are
/// personal data, and what must be remembered of an act is in the ledger.
/// </summary>
internal static class Logs
{
    public static void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        else
            builder.Logging.AddJsonConsole(console =>
                (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ", false));
    }
}
