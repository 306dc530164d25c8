using Microsoft.Extensions.Logging;

namespace ZeroRpc.Tests.Behaviour.Faults;

/// <summary>A logger that throws whenever it is called, or only when it is asked for its level.</summary>
internal sealed class FaultyLogger(bool inIsEnabled) : ILoggerFactory, ILogger
{
    private int _calls;

    /// <summary>The number of exceptions that the library was exposed to.</summary>
    public int Thrown => Volatile.Read(ref _calls);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw Fault();

    public bool IsEnabled(LogLevel logLevel) => inIsEnabled ? throw Fault() : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw Fault();

    public void Dispose()
    {
    }

    private InvalidOperationException Fault()
    {
        Interlocked.Increment(ref _calls);
        return new InvalidOperationException("A logger's fault.");
    }
}
