using System.Collections;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The logger of a client, a server or a one-way socket: all messages of the library go through it. It escapes texts from the wire in the
/// message and in its structured values (<see cref="PrintableText"/>). The application's logger is user code that runs on the library's
/// threads: an exception that it throws is reported by <see cref="Listeners.Report"/>, and the work that was logged continues.
/// </summary>
internal sealed class LibraryLogger : ILogger
{
    private readonly ILogger _inner;

    private LibraryLogger(ILogger inner) => _inner = inner;

    /// <summary>Creates the logger of a type.</summary>
    public static ILogger Create<T>(ILoggerFactory factory) => new LibraryLogger(factory.CreateLogger<T>());

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
            Listeners.Report(thrown);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            if (_inner.IsEnabled(logLevel))
            {
                IReadOnlyList<KeyValuePair<string, object?>> values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
                string message = PrintableText.Escape(formatter(state, exception));
                _inner.Log(logLevel, eventId, new PrintableState(values, message), exception, static (printable, _) => printable.ToString());
            }
        }
        catch (Exception thrown)
        {
            Listeners.Report(thrown);
        }
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
