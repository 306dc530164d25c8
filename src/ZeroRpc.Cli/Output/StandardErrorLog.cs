using Microsoft.Extensions.Logging;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Cli.Output;

/// <summary>Writes log messages to standard error, one per line.</summary>
/// <param name="least">The lowest level that is written.</param>
internal sealed class StandardErrorLog(LogLevel least) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, least);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine(PrintableText.Escape(
                $"{logLevel.ToString().ToUpperInvariant()}:{category}:{formatter(state, exception)}{Detail(exception)}"));

        private static string Detail(Exception? exception) =>
            exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
    }
}
