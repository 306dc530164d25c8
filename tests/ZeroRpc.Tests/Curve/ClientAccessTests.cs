using Microsoft.Extensions.Logging;
using ZeroRpc.Curve.Access;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Curve;

/// <summary>Which clients are admitted, and for how long.</summary>
public sealed class ClientAccessTests : IDisposable
{
    private static readonly CurvePublicKey Me = CurveTransports.ClientKeys.PublicKey;

    private readonly FakeLog _log = new();

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_in_the_set_is_admitted()
    {
        await using Started server = Serve(new CurveAllowedClients(Me), out string endpoint);
        await using Started client = Connect(endpoint);

        client.Send("request");

        Assert.Equal("request", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task A_client_outside_it_is_refused_and_the_log_names_its_key_and_address()
    {
        await using Started server = Serve(new CurveAllowedClients(), out string endpoint);
        await using Started client = Connect(endpoint);

        await Transports.UntilAsync(() => _log.Messages.Any(message => message.Contains("the server refused this client", StringComparison.Ordinal)));

        Assert.Contains(_log.Messages, message => message.StartsWith("Closed the connection to tcp://127.0.0.1:", StringComparison.Ordinal)
            && message.EndsWith($": its key {Me} is not allowed here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_added_is_admitted_by_the_next_attempt()
    {
        var clients = new CurveAllowedClients();
        await using Started server = Serve(clients, out string endpoint);
        await using Started client = Connect(endpoint);
        client.Send("request");
        await Transports.UntilAsync(() => _log.Messages.Any(message => message.Contains("is not allowed here", StringComparison.Ordinal)));

        clients.Add(Me, "me");

        Assert.Equal("request", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task A_key_that_is_removed_loses_its_connections_and_others_keep_theirs()
    {
        using var otherKeys = CurveKeyPair.Generate();
        var clients = new CurveAllowedClients(Me, otherKeys.PublicKey);
        await using Started server = Serve(clients, out string endpoint);
        await using Started mine = Connect(endpoint);
        await using Started other = Connect(endpoint, otherKeys);
        mine.Send("mine");
        PeerRoute myRoute = (await server.Sink.NextAsync()).Route;
        other.Send("other");
        PeerRoute otherRoute = (await server.Sink.NextAsync()).Route;

        Assert.True(clients.Remove(Me));

        Assert.Equal(myRoute, await server.Sink.NextGoneAsync());
        server.Send("still here", otherRoute);
        Assert.Equal("still here", (await other.Sink.NextAsync()).Text());
        Assert.False(clients.Remove(Me));
    }

    [Fact]
    public async Task A_set_that_is_replaced_keeps_the_connections_of_those_in_both()
    {
        using var otherKeys = CurveKeyPair.Generate();
        var clients = new CurveAllowedClients(Me, otherKeys.PublicKey);
        await using Started server = Serve(clients, out string endpoint);
        await using Started mine = Connect(endpoint);
        await using Started other = Connect(endpoint, otherKeys);
        mine.Send("mine");
        PeerRoute myRoute = (await server.Sink.NextAsync()).Route;
        other.Send("other");
        PeerRoute otherRoute = (await server.Sink.NextAsync()).Route;

        clients.ReplaceWith(new CurveAllowedClients(Me));

        Assert.Equal(otherRoute, await server.Sink.NextGoneAsync());
        server.Send("still here", myRoute);
        Assert.Equal("still here", (await mine.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task The_callback_is_asked_once_a_connection_with_key_and_address()
    {
        var asked = new List<CurveClient>();
        await using Started server = Serve(Ask((client, _) => { asked.Add(client); return new("me"); }), out string endpoint);
        await using Started client = Connect(endpoint);

        client.Send("one");
        client.Send("two");
        await server.Sink.NextAsync();
        await server.Sink.NextAsync();

        CurveClient only = Assert.Single(asked);
        Assert.Equal(Me, only.Key);
        Assert.StartsWith("tcp://127.0.0.1:", only.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callback_may_take_its_time_and_others_are_served_meanwhile()
    {
        using var otherKeys = CurveKeyPair.Generate();
        var decision = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Started server = Serve(
            Ask((client, _) => client.Key.Equals(Me) ? new(decision.Task) : new("other")), out string endpoint);
        await using Started waiting = Connect(endpoint);
        await using Started other = Connect(endpoint, otherKeys);
        waiting.Send("waited");

        other.Send("at once");
        Assert.Equal("at once", (await server.Sink.NextAsync()).Text());
        decision.SetResult("me");

        Assert.Equal("waited", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task The_callback_that_blocks_holds_up_nobody_else()
    {
        using var otherKeys = CurveKeyPair.Generate();
        using var blocked = new ManualResetEventSlim();
        await using Started server = Serve(
            Ask((client, _) =>
            {
                if (client.Key.Equals(Me))
                {
                    blocked.Wait(Aborted);
                }

                return new("somebody");
            }),
            out string endpoint);
        await using Started waiting = Connect(endpoint);
        await using Started other = Connect(endpoint, otherKeys);
        waiting.Send("waited");

        other.Send("at once");
        Assert.Equal("at once", (await server.Sink.NextAsync()).Text());
        blocked.Set();

        Assert.Equal("waited", (await server.Sink.NextAsync()).Text());
    }

    [Fact]
    public async Task What_the_callback_throws_refuses_the_client_and_is_logged()
    {
        await using Started server = Serve(Ask((_, _) => throw new TimeoutException("the directory does not answer")), out string endpoint);
        await using Started client = Connect(endpoint);

        await Transports.UntilAsync(() => _log.Messages.Any(message => message.Contains("the server refused this client (500)", StringComparison.Ordinal)));

        _log.AssertSays($"whether its key {Me} is allowed could not be decided: TimeoutException: the directory does not answer");
    }

    [Fact]
    public async Task The_callback_s_token_fires_when_the_client_has_left()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Started server = Serve(
            Ask(async (_, token) =>
            {
                token.Register(() => left.TrySetResult());
                asked.TrySetResult();
                await left.Task;
                return null;
            }),
            out string endpoint);
        Started client = Connect(endpoint);
        await asked.Task.WaitAsync(RecordingSink.HangGuard, Aborted);

        await client.DisposeAsync();

        await left.Task.WaitAsync(RecordingSink.HangGuard, Aborted);
    }

    public void Dispose() => _log.Dispose();

    private static AskedAccess Ask(Func<CurveClient, CancellationToken, ValueTask<string?>> ask) => new(ask);

    private Started Serve(CurveAllowedClients clients, out string endpoint) => Serve(new AllowedAccess(clients), out endpoint);

    private Started Serve(IClientAccess access, out string endpoint)
    {
        Started server = CurveTransports.Start(SocketRole.Router, CurveTransports.Server(access), _log.Factory.CreateLogger("server"));
        endpoint = server.Transport.Bind("tcp://127.0.0.1:0");
        return server;
    }

    private Started Connect(string endpoint, CurveKeyPair? keys = null)
    {
        Started client = CurveTransports.Start(SocketRole.Dealer, CurveTransports.Client(keys), _log.Factory.CreateLogger("client"));
        client.Transport.Connect(endpoint);
        return client;
    }
}
