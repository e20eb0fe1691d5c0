using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sen.Tests.Browser;

/// <summary>Errors that the program writes to its log while people use it: each is a finding.</summary>
internal sealed class Troubles : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _told = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _told.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <summary>What was told since the last time.</summary>
    public IEnumerable<string> Take()
    {
        while (_told.TryDequeue(out var trouble))
            yield return trouble;
    }

    public void Dispose() { }
}
