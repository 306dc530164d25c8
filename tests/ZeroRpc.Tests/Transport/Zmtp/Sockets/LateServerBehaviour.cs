using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Behaviour;
using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

public sealed class LateServerByEpollTests() : LateServerBehaviour(Pollers.Epoll());

public sealed class LateServerBySelectTests() : LateServerBehaviour(Pollers.Select());

/// <summary>
/// A client whose server is not there: it is told so at once, asks again within a second, and is connected by one of the first attempts after the
/// server has come.
/// </summary>
public abstract partial class LateServerBehaviour : IAsyncDisposable
{
    private const int LongestDelay = 1000;

    private readonly AttemptLog _attempts = new();
    private readonly string _endpoint = FreePort.Endpoint();
    private readonly IoLoops _loops;
    private readonly Started _client;

    private int _failedBefore;

    private protected LateServerBehaviour(Func<Socket, IPoller> newPoller)
    {
        _loops = new IoLoops(few: 2, newPoller);
        _client = Transports.StartZmtp(SocketRole.Dealer, _attempts, loops: _loops);
    }

    [Fact]
    public async Task A_server_that_comes_late_is_found_by_the_next_attempts()
    {
        _client.Transport.Connect(_endpoint);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("the connection was refused", await NextFailureAsync());
        }

        await using Started server = await ServeAsync();

        await AssertFoundSoonAsync(server);
    }

    [Fact]
    public async Task A_server_that_restarts_is_found_by_the_next_attempts()
    {
        Started first = await ServeAsync();
        _client.Transport.Connect(_endpoint);
        await first.Sink.NextCameAsync();

        await first.DisposeAsync();
        Assert.Equal("the connection has gone", await NextFailureAsync());
        Assert.Equal("the connection was refused", await NextFailureAsync());
        await using Started second = await ServeAsync();

        await AssertFoundSoonAsync(second);
    }

    [Fact]
    public async Task A_server_that_closes_connections_at_first_is_found_by_the_next_attempts()
    {
        using (Socket listener = BarePeer.ListenAt(_endpoint))
        {
            _client.Transport.Connect(_endpoint);
            for (int i = 0; i < 3; i++)
            {
                using Socket _ = await listener.AcceptAsync(TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal("the connection has gone", await NextFailureAsync());
        await using Started server = await ServeAsync();

        await AssertFoundSoonAsync(server, mostLate: 4); // What the listener had accepted is told first.
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _client.DisposeAsync();
    }

    [GeneratedRegex(@"^Could not connect to .* \((?<problem>[^)]*)\); retrying in (?<delay>\d+) ms$")]
    private static partial Regex Attempt();

    private async Task<Started> ServeAsync()
    {
        Started server = Transports.StartZmtp(SocketRole.Router, loops: _loops);
        while (true)
        {
            try
            {
                server.Transport.Bind(_endpoint);
                _failedBefore = _attempts.Waiting;
                return server;
            }
            catch (ZeroRpcEndpointException)
            {
                // On Windows a port is free once the last connection that its listener had accepted has ended.
                await Task.Yield();
            }
        }
    }

    /// <summary>The next reason why there is no connection. An attempt follows within a second.</summary>
    private async Task<string> NextFailureAsync()
    {
        Match attempt = await _attempts.NextAsync();
        Assert.InRange(int.Parse(attempt.Groups["delay"].ValueSpan, CultureInfo.InvariantCulture), 0, LongestDelay);
        return attempt.Groups["problem"].Value;
    }

    /// <summary>Of the attempts that failed after the server came, at most this number had begun before it.</summary>
    private async Task AssertFoundSoonAsync(Started server, int mostLate = 1)
    {
        await server.Sink.NextCameAsync();
        Assert.InRange(_attempts.Waiting - _failedBefore, 0, mostLate);
    }

    /// <summary>Keeps what the client logs of its attempts.</summary>
    private sealed class AttemptLog : ILogger
    {
        private readonly Channel<Match> _attempts = Channel.CreateUnbounded<Match>();

        /// <summary>How many attempts were not asked for yet.</summary>
        public int Waiting => _attempts.Reader.Count;

        public Task<Match> NextAsync() => _attempts.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().OrHang();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Attempt().Match(formatter(state, exception)) is { Success: true } attempt)
            {
                _attempts.Writer.TryWrite(attempt);
            }
        }
    }
}
