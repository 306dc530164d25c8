using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>Who may listen where: the same on every system.</summary>
public sealed class ListeningSocketsTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:0", "tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:0", "tcp://*")]
    [InlineData("tcp://*:0", "tcp://127.0.0.1")]
    public async Task A_port_is_not_shared(string first, string second)
    {
        await using Started one = Transports.StartZmtp(SocketRole.Router);
        await using Started other = Transports.StartZmtp(SocketRole.Router);
        string bound = one.Transport.Bind(first);

        ZeroRpcEndpointException refusal = Assert.Throws<ZeroRpcEndpointException>(
            () => other.Transport.Bind($"{second}{bound[bound.LastIndexOf(':')..]}"));

        Assert.Contains("another socket listens there", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_interface_of_IPv6_takes_IPv4_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        await using Started server = Transports.StartZmtp(SocketRole.Router);
        string bound = server.Transport.Bind("tcp://[::]:0");

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, int.Parse(bound[(bound.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);

        Assert.True(socket.Connected);
    }
}
