using System.Collections;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// The logger of a client, a server or a one-way socket. Texts from the wire are escaped here, once for all messages (<see cref="PrintableText"/>):
/// in the message and in its structured values.
/// </summary>
internal sealed class PrintableLogger : ILogger
{
    private readonly ILogger _inner;

    private PrintableLogger(ILogger inner) => _inner = inner;

    /// <summary>Creates the logger of a type.</summary>
    public static ILogger Create<T>(ILoggerFactory factory) => new PrintableLogger(factory.CreateLogger<T>());

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => _inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_inner.IsEnabled(logLevel))
        {
            IReadOnlyList<KeyValuePair<string, object?>> values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            string message = PrintableText.Escape(formatter(state, exception));
            _inner.Log(logLevel, eventId, new PrintableState(values, message), exception, static (printable, _) => printable.ToString());
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
