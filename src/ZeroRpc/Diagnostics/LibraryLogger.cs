using System.Collections;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The logger of a client, a server or a one-way socket: all messages of the library go through it. It escapes texts from the wire in the
/// message and in its structured values (<see cref="PrintableText"/>), and limits the number of lines (<see cref="LogLimit"/>). The
/// application's logger is user code that runs on the library's threads: an exception that it throws is reported by
/// <see cref="UnobservedExceptions.Report"/>, and the work that was logged continues.
/// </summary>
internal sealed class LibraryLogger : ILogger
{
    /// <summary>The lowest level whose lines are limited. Lower levels are for debugging, when each line counts.</summary>
    private const LogLevel LowestLimited = LogLevel.Information;

    private readonly ILogger _inner;
    private readonly LogLimit _limit;

    private LibraryLogger(ILogger inner, TimeProvider time)
    {
        _inner = inner;
        _limit = new LogLimit(time, ReportLeftOut);
    }

    /// <summary>Creates the logger of a type.</summary>
    /// <param name="factory">Creates the application's logger.</param>
    /// <param name="time">The source of times for the limit. Null for the system's.</param>
    public static ILogger Create<T>(ILoggerFactory factory, TimeProvider? time = null) =>
        new LibraryLogger(factory.CreateLogger<T>(), time ?? TimeProvider.System);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null; // The library opens no scopes.

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            if (!_inner.IsEnabled(logLevel))
            {
                return;
            }

            IReadOnlyList<KeyValuePair<string, object?>> values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            if (logLevel < LowestLimited || _limit.Allows(eventId, PeerIn(values)))
            {
                Write(logLevel, eventId, values, exception, formatter(state, exception));
            }
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    private static string? PeerIn(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach ((string key, object? value) in values)
        {
            if (key == "Peer")
            {
                return value?.ToString();
            }
        }

        return null;
    }

    private void Write(LogLevel level, EventId id, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception, string message)
    {
        var state = new PrintableState(values, PrintableText.Escape(message));
        _inner.Log(level, id, state, exception, static (printable, _) => printable.ToString());
    }

    // The number of these lines is limited already: one for each message and peer in a window.
    private void ReportLeftOut(LeftOutLines lines)
    {
        try
        {
            (string message, string? peer, long count) = (lines.Message, lines.Peer, lines.Count);
            var unlimited = new UnlimitedLogger(this);
            if (peer is null)
            {
                unlimited.LeftOut(count, message, LogLimit.Seconds);
            }
            else
            {
                unlimited.LeftOutOfPeer(count, message, peer, LogLimit.Seconds);
            }
        }
        catch (Exception thrown)
        {
            UnobservedExceptions.Report(thrown);
        }
    }

    private sealed class UnlimitedLogger(LibraryLogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Write(
                logLevel, eventId, state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception, formatter(state, exception));
    }

    /// <summary>A message and its values. Loggers read either.</summary>
    private sealed class PrintableState(IReadOnlyList<KeyValuePair<string, object?>> values, string message)
        : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => values.Count;

        public KeyValuePair<string, object?> this[int index] => Escape(values[index]);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => values.Select(Escape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => message;

        private static KeyValuePair<string, object?> Escape(KeyValuePair<string, object?> value) =>
            value.Value is string text ? new(value.Key, PrintableText.Escape(text)) : value;
    }
}
