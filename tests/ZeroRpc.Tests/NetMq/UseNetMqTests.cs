using Microsoft.Extensions.Logging.Abstractions;
using ZeroRpc.NetMq;
using ZeroRpc.Tests.Transport;
using ZeroRpc.Tests.Transport.Zmtp.Mechanisms;
using ZeroRpc.Transport;
using ZeroRpc.Transport.InMemory;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.NetMq;

/// <summary>Which transports the options choose.</summary>
public sealed class UseNetMqTests
{
    [Fact]
    public void It_gives_back_the_options_that_it_was_called_on()
    {
        var options = new ZeroRpcSubscriberOptions();

        ZeroRpcSubscriberOptions same = options.UseNetMq();

        Assert.Same(options, same);
    }

    [Fact]
    public void It_refuses_null() => Assert.Throws<ArgumentNullException>(() => default(ZeroRpcClientOptions)!.UseNetMq());

    [Theory]
    [InlineData(TransportScheme.Tcp, typeof(NetMqTransport))]
    [InlineData(TransportScheme.Ipc, typeof(ZmtpTransport))]
    [InlineData(TransportScheme.InProcess, typeof(InMemoryTransport))]
    internal async Task It_changes_what_carries_tcp_alone(TransportScheme scheme, Type expected)
    {
        ZeroRpcOptions options = new ZeroRpcClientOptions().UseNetMq();

        await using ITransport transport = options.Transports.Create(scheme, Transports.Options(SocketRole.Dealer), NullLogger.Instance);

        Assert.IsType(expected, transport);
    }

    [Fact]
    public async Task A_sender_cannot_mix_tcp_and_ipc()
    {
        await using var pusher = new ZeroRpcPusher(new ZeroRpcPusherOptions().UseNetMq());
        pusher.Bind("tcp://127.0.0.1:0");

        Assert.Throws<ZeroRpcEndpointException>(() => pusher.Bind("ipc://*"));
    }

    [Fact]
    public void Security_is_refused_and_not_left_out()
    {
        TransportOptions options = Transports.Options(SocketRole.Router) with { Security = new MaskSecurity(isServer: true) };

        Assert.Throws<NotSupportedException>(() => NetMqTransports.Instance.Create(TransportScheme.Tcp, options, NullLogger.Instance));
    }
}
