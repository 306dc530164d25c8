using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ZeroRpc.NetMq;

namespace ZeroRpc.Tests.Transport.Zmtp.Sockets;

/// <summary>Which addresses an endpoint to bind stands for, and what a call says that could not be sent.</summary>
public sealed class ListeningAddressTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_name_of_an_interface_is_its_address(bool byNetMq)
    {
        NetworkInterface loopback = Array.Find(
            NetworkInterface.GetAllNetworkInterfaces(), each => each.NetworkInterfaceType == NetworkInterfaceType.Loopback)!;
        var options = new ZeroRpcServerOptions();
        await using var server = new ZeroRpcServer(byNetMq ? options.UseNetMq() : options);

        string endpoint = server.Bind($"tcp://{loopback.Name}:0");

        Assert.StartsWith("tcp://127.0.0.1:", endpoint);
    }

    [Fact]
    public async Task What_is_neither_host_nor_interface_is_refused_with_the_reason()
    {
        await using var server = new ZeroRpcServer();

        ZeroRpcEndpointException error = Assert.Throws<ZeroRpcEndpointException>(() => server.Bind("tcp://no-such-host.invalid:0"));

        Assert.Contains("has no address, and no network interface has that name", error.Message);
    }

    [Theory]
    [InlineData("tcp://[::]:0", "::1", true)]
    [InlineData("tcp://[::]:0", "127.0.0.1", true)]
    [InlineData("tcp://*:0", "127.0.0.1", true)]
    [InlineData("tcp://*:0", "::1", false)]
    public async Task The_wildcards_listen_on_these_families(string wildcard, string address, bool listens)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        await using var server = new ZeroRpcServer();
        string endpoint = server.Bind(wildcard);
        int port = int.Parse(endpoint[(endpoint.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        using var socket = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        Task connecting = socket.ConnectAsync(IPAddress.Parse(address), port, TestContext.Current.CancellationToken).AsTask();

        if (listens)
        {
            await connecting;
        }
        else
        {
            await Assert.ThrowsAsync<SocketException>(() => connecting);
        }
    }

    [Fact]
    public async Task A_call_that_finds_no_address_says_so()
    {
        await using var client = new ZeroRpcClient(
            "tcp://no-such-host.invalid:4242", new ZeroRpcClientOptions { ConnectTimeout = TimeSpan.FromSeconds(2) });

        NotConnectedException error = await Assert.ThrowsAsync<NotConnectedException>(() => client.InvokeAsync("method"));

        Assert.EndsWith("The last attempt failed: the host 'no-such-host.invalid' has no address.", error.Message);
    }

    [Fact]
    public async Task A_call_that_is_refused_says_so()
    {
        await using var client = new ZeroRpcClient(FreePort.Endpoint(), new ZeroRpcClientOptions { Timeout = TimeSpan.FromSeconds(1) });

        CallTimeoutException error = await Assert.ThrowsAsync<CallTimeoutException>(() => client.InvokeAsync("method"));

        Assert.EndsWith("The last attempt failed: the connection was refused.", error.Message);
    }
}
