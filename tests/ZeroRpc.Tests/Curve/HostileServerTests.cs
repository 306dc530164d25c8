using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Handshake;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Curve;

/// <summary>Servers that do CURVE wrongly, and those that are not the server: our client leaves, with a line in the log.</summary>
public sealed class HostileServerTests : IAsyncDisposable
{
    private readonly FakeLog _log = new();
    private readonly Socket _listener;
    private readonly Started _client;
    private readonly BarePeer _peer;
    private readonly CurveServerMechanism _server = new(
        SocketRole.Router, new StubHost(), new CurveServerSecurity(CurveTransports.ServerKeys, new AnyClient()));

    public HostileServerTests()
    {
        _listener = BarePeer.Listen(out string endpoint);
        _client = CurveTransports.Start(SocketRole.Dealer, CurveTransports.Client(), _log.Factory.CreateLogger("test"));
        _client.Transport.Connect(endpoint);
        _peer = BarePeer.Accept(_listener);
        _peer.Send(BarePeer.Greeting(mechanism: "CURVE"));
        _peer.ReadExactly(64);
    }

    [Fact]
    public void A_server_without_security_is_not_spoken_to()
    {
        using var peer = NextConnection();
        peer.Send([.. BarePeer.Greeting(), .. BarePeer.Ready("ROUTER")]);

        AssertLeft(peer, "the security mechanism 'NULL', and this side has 'CURVE'");
    }

    [Fact]
    public void A_WELCOME_from_another_than_the_owner_of_the_server_s_key_is_refused()
    {
        _peer.ReadFrame();

        _peer.Send(BarePeer.Command("WELCOME", new byte[160]));

        AssertLeft(_peer, $"its WELCOME is not from the owner of the server's key {CurveTransports.ServerKeys.PublicKey}");
    }

    [Theory]
    [InlineData(159)]
    [InlineData(161)]
    public void A_WELCOME_of_another_length_is_refused(int length)
    {
        _peer.ReadFrame();

        _peer.Send(BarePeer.Command("WELCOME", new byte[length]));

        AssertLeft(_peer, $"its WELCOME has {length} bytes where 160 belong");
    }

    [Fact]
    public void A_READY_where_WELCOME_belongs_is_refused()
    {
        _peer.ReadFrame();

        _peer.Send(BarePeer.Ready("ROUTER"));

        AssertLeft(_peer, "it says READY where WELCOME belongs");
    }

    [Fact]
    public void A_READY_that_was_altered_is_refused()
    {
        byte[] ready = Ready();
        ready[^1] ^= 1;

        _peer.Send(ready);

        AssertLeft(_peer, "its READY is not authentic");
    }

    [Fact]
    public void A_READY_that_is_too_short_is_refused()
    {
        Ready();

        _peer.Send(BarePeer.Command("READY", new byte[23]));

        AssertLeft(_peer, "its READY has 23 bytes where 24 belong at least");
    }

    [Fact]
    public void A_second_WELCOME_is_refused()
    {
        Ready();

        _peer.Send(BarePeer.Command("WELCOME", new byte[160]));

        AssertLeft(_peer, "it says WELCOME where READY belongs");
    }

    [Theory]
    [InlineData("400", "the server refused this client: is this client's key ")]
    [InlineData("oh dear", "the server refused this client (oh dear): is this client's key ")]
    [InlineData("", "the server refused this client (): is this client's key ")]
    public void An_ERROR_says_that_the_client_is_refused(string status, string reason)
    {
        _peer.ReadFrame();

        _peer.Send(BarePeer.Command("ERROR", [(byte)status.Length, .. System.Text.Encoding.ASCII.GetBytes(status)]));

        AssertLeft(_peer, $"{reason}{CurveTransports.ClientKeys.PublicKey} allowed there?");
    }

    [Fact]
    public void What_the_server_sends_again_is_refused()
    {
        _peer.Send(Ready());
        var buffer = new SendBuffer();
        _server.Cipher!.Seal(default, "event"u8, buffer.AddFrame(_server.Cipher.Overhead + 5));
        byte[] message = buffer.Next.ToArray();

        _peer.Send([.. message, .. message]);

        AssertLeft(_peer, "the nonce of a MESSAGE does not rise");
    }

    [Fact]
    public void The_next_attempt_is_made_with_other_short_term_keys()
    {
        byte[] first = _peer.ReadFrame().Payload;
        using BarePeer next = NextConnection();
        next.Send(BarePeer.Greeting(mechanism: "CURVE"));
        next.ReadExactly(64);

        byte[] second = next.ReadFrame().Payload;

        Assert.NotEqual(first[80..112], second[80..112]);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        _server.Dispose();
        await _client.DisposeAsync();
        Assert.DoesNotContain(_log.Messages, message => message.Contains("failed and was closed", StringComparison.Ordinal));
        _listener.Dispose();
        _log.Dispose();
    }

    private BarePeer NextConnection()
    {
        _peer.Dispose();
        return BarePeer.Accept(_listener);
    }

    /// <summary>Does the server's handshake up to READY, and gives that.</summary>
    private byte[] Ready()
    {
        _peer.Send(_server.OnCommand(Command.Read(_peer.ReadFrame().Payload)));
        return _server.OnCommand(Command.Read(_peer.ReadFrame().Payload));
    }

    private void AssertLeft(BarePeer peer, string reason)
    {
        peer.AssertCutOff();
        _log.AssertSays(reason);
    }
}
