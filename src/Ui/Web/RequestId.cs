using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sen.Ui;

/// <summary>Gives every request a short name that a citizen can read out on the telephone, and that every log line of it carries.</summary>
internal sealed class RequestId(RequestDelegate next, ILogger<RequestId> log)
{
    // Without 0/O, 1/I/L: read aloud and typed from paper.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public async Task Invoke(HttpContext http)
    {
        var id = RandomNumberGenerator.GetString(Letters, 10);
        http.TraceIdentifier = id;
        using (log.BeginScope("request {RequestId}", id))
            await next(http);
    }
}
