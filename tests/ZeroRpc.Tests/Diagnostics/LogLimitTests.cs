using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ZeroRpc.Diagnostics;
using ZeroRpc.Tests.Wire;

namespace ZeroRpc.Tests.Diagnostics;

/// <summary>How many lines a peer can write into the log.</summary>
public sealed class LogLimitTests : IDisposable
{
    private readonly FakeLog _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ILogger _logger;

    public LogLimitTests() => _logger = LibraryLogger.Create<ZeroRpcServer>(_log.Factory, _time);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_million_malformed_messages_of_one_peer_are_twenty_lines_and_a_count()
    {
        for (int i = 0; i < 1_000_000; i++)
        {
            _logger.CutOff("mallory", "its greeting is none");
        }

        _time.Advance(LogLimit.Window);

        Assert.Equal(LogLimit.LinesPerPeer + 1, _log.Messages.Length);
        Assert.Equal("Left out 999980 more lines of CutOff about mallory in the last 10 s", _log.Messages[^1]);
    }

    [Fact]
    public void Another_peer_s_lines_are_written_meanwhile()
    {
        Write(LogLimit.LinesPerPeer + 1, "mallory");

        Write(1, "alice");

        Assert.Equal("Closed the connection to alice: 0", _log.Messages[^1]);
    }

    [Fact]
    public void Another_message_about_the_same_peer_is_written_meanwhile()
    {
        Write(LogLimit.LinesPerPeer + 1, "mallory");

        _logger.PeerDoesNotFit("ROUTER", "mallory");

        Assert.Equal("A ROUTER is connected to a mallory: they cannot exchange messages", _log.Messages[^1]);
    }

    [Fact]
    public void Peers_of_many_names_share_the_lines_of_a_message()
    {
        for (int i = 0; i < 100_000; i++)
        {
            Write(1, $"mallory {i}");
        }

        _time.Advance(LogLimit.Window);

        Assert.Equal(LogLimit.LinesPerMessage + 1, _log.Messages.Length);
        Assert.Equal("Left out 99800 more lines of CutOff in the last 10 s", _log.Messages[^1]);
    }

    [Fact]
    public void Each_window_has_its_own_lines()
    {
        for (int i = 0; i < 3; i++)
        {
            Write(LogLimit.LinesPerPeer, "mallory");
            _time.Advance(LogLimit.Window);
        }

        Assert.Equal(LogLimit.LinesPerPeer * 3, _log.Messages.Length);
    }

    [Fact]
    public void A_flood_that_lasts_is_reported_in_each_window()
    {
        for (int i = 0; i < 3; i++)
        {
            Write(LogLimit.LinesPerPeer + 5, "mallory");
            _time.Advance(LogLimit.Window);
        }

        Assert.Equal(
            Enumerable.Repeat("Left out 5 more lines of CutOff about mallory in the last 10 s", 3),
            _log.Messages.Where(message => message.StartsWith("Left out", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lines_for_debugging_are_not_limited()
    {
        for (int i = 0; i < 1000; i++)
        {
            _logger.Connected("tcp://127.0.0.1:4242");
        }

        Assert.Equal(1000, _log.Messages.Length);
    }

    private void Write(int count, string peer)
    {
        for (int i = 0; i < count; i++)
        {
            _logger.CutOff(peer, $"{i}");
        }
    }
}
