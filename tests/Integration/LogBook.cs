using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sen.Tests;

/// <summary>Keeps what the program logs as an error, so that a failing test says why.</summary>
internal sealed class LogBook(ConcurrentQueue<string> errors) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Page(errors, categoryName);

    public void Dispose()
    {
    }

    private sealed class Page(ConcurrentQueue<string> errors, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
