using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ZeroRpc.Cli.Output;

/// <summary>What <c>--debug</c> shows: every log message, a line each, on standard error.</summary>
internal sealed class StandardErrorLog : ILoggerFactory
{
    /// <summary>The log that <c>--debug</c> wants, or none.</summary>
    public static ILoggerFactory For(bool debug) => debug ? new StandardErrorLog() : NullLoggerFactory.Instance;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine(
                $"{logLevel.ToString().ToUpperInvariant()}:{category}:{formatter(state, exception)}{Detail(exception)}");

        private static string Detail(Exception? exception) =>
            exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
    }
}
