using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ZeroRpc.Tests.Wire;

/// <summary>What a client or server logged, at any level unless told otherwise.</summary>
internal sealed class FakeLog : IDisposable
{
    private readonly FakeLoggerProvider _provider = new();

    public FakeLog(LogLevel least = LogLevel.Trace) => Factory = new LoggerFactory([_provider], new LoggerFilterOptions { MinLevel = least });

    /// <summary>What to give to the options.</summary>
    public LoggerFactory Factory { get; }

    /// <summary>All that was logged until now.</summary>
    public string[] Messages => [.. _provider.Collector.GetSnapshot().Select(record => record.Message)];

    /// <summary>Whether a receiver threw, which nothing from the wire may bring about.</summary>
    public bool ReceiverFailed => _provider.Collector.GetSnapshot().Any(record => record.Id.Id is 1010 or 1011);

    /// <summary>Requires that something logged has this text in it.</summary>
    public void AssertSays(string text) => Assert.Contains(Messages, message => message.Contains(text, StringComparison.Ordinal));

    public void Dispose() => Factory.Dispose();
}
