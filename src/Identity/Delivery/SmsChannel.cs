using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Polly;
using Polly.Retry;

namespace Sen.Identity;

/// <summary>The SMS gateway, section <c>Sen:Sms</c>.</summary>
internal sealed record SmsOptions(Uri Url, string? Key);

/// <summary>
/// SMS by an HTTP gateway: POST of <c>{"id", "to", "text"}</c> with the key as bearer token; any 2xx means accepted. The
/// id, also as <c>Idempotency-Key</c>, is the same in every repetition.
/// </summary>
internal sealed partial class SmsChannel(SmsOptions options, IHttpClientFactory clients, TimeSpan firstWait) : IChannel
{
    public const string Client = "identity.sms";

    // A short stumble of the gateway is bridged here; a long one is the job's to wait for.
    private readonly ResiliencePipeline<HttpResponseMessage> _retries = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 2,
            Delay = firstWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>()
                .HandleResult(r => r.StatusCode >= HttpStatusCode.InternalServerError || r.StatusCode == HttpStatusCode.TooManyRequests),
        })
        .Build();

    public string Name => Channel.Sms;

    public async Task<string> Send(Letter letter, CancellationToken ct)
    {
        var number = letter.Address.Replace(" ", "", StringComparison.Ordinal);
        if (!Number().IsMatch(number))
            throw new ChannelException("not a number", permanent: true);
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await _retries.ExecuteAsync(async limit => await Post(client, letter.Id, number, letter.Text, limit), ct);
            return response.IsSuccessStatusCode
                ? "sent"
                : throw new ChannelException($"HTTP {(int)response.StatusCode}",
                    permanent: response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
        }
        catch (HttpRequestException e)
        {
            throw new ChannelException($"HTTP {e.HttpRequestError}", permanent: false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ChannelException("HTTP timeout", permanent: false);
        }
    }

    private async Task<HttpResponseMessage> Post(HttpClient client, Guid id, string to, string text, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = JsonContent.Create(new { id, to, text }) };
        request.Headers.Add("Idempotency-Key", id.ToString());
        if (options.Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        return await client.SendAsync(request, ct);
    }

    [GeneratedRegex(@"^\+?[0-9]{9,15}$")]
    private static partial Regex Number();
}
