using ZeroRpc.Transport;

namespace ZeroRpc.Tests.Transport;

public class EndpointTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:4242", "tcp://127.0.0.1:4242")]
    [InlineData("tcp://my-host.example:1", "tcp://my-host.example:1")]
    [InlineData("tcp://[::1]:65535", "tcp://[::1]:65535")]
    [InlineData("tcp://*:4242", "tcp://0.0.0.0:4242")]
    [InlineData("tcp://0.0.0.0:*", "tcp://0.0.0.0:0")]
    [InlineData("tcp://127.0.0.1:0", "tcp://127.0.0.1:0")]
    [InlineData("inproc://a name/with:anything", "inproc://a name/with:anything")]
    [InlineData("ipc:///a path/a service", "ipc:///a path/a service")]
    [InlineData("ipc://relative/path", "ipc://relative/path")]
    [InlineData("ipc://@abstract", "ipc://@abstract")]
    public void An_endpoint_to_listen_on_is_read(string text, string written) =>
        Assert.Equal(written, Endpoint.ForBind(text).ToString());

    [Theory]
    [InlineData("tcp://0.0.0.0:4242", "tcp://127.0.0.1:4242")]
    [InlineData("tcp://[::]:4242", "tcp://[::1]:4242")]
    public void Connecting_to_every_interface_means_this_machine(string text, string written) =>
        Assert.Equal(written, Endpoint.ForConnect(text).ToString());

    [Theory]
    [InlineData("tcp://127.0.0.1:0", "a connection needs the port")]
    [InlineData("tcp://127.0.0.1:*", "a connection needs the port")]
    [InlineData("tcp://*:4242", "* is only for listening")]
    public void What_only_a_listener_may_leave_open_is_refused_to_a_connection(string text, string why) =>
        Assert.Contains(why, Assert.Throws<ZeroRpcEndpointException>(() => Endpoint.ForConnect(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "no scheme")]
    [InlineData("127.0.0.1:4242", "no scheme")]
    [InlineData("http://127.0.0.1:80", "'http' is not supported")]
    [InlineData("tcp://", "no port")]
    [InlineData("tcp://127.0.0.1", "no port")]
    [InlineData("tcp://[::1]", "no port")]
    [InlineData("tcp://:4242", "no host")]
    [InlineData("tcp://::1:4242", "in brackets")]
    [InlineData("tcp://[127.0.0.1]:4242", "no IPv6 address")]
    [InlineData("tcp://a b:4242", "no host name")]
    [InlineData("tcp://127.0.0.1:65536", "no number from 1 to 65535")]
    [InlineData("tcp://127.0.0.1:-1", "no number from 1 to 65535")]
    [InlineData("tcp://127.0.0.1:http", "no number from 1 to 65535")]
    [InlineData("inproc://", "no name")]
    [InlineData("ipc://", "no path")]
    [InlineData("ipc://@", "no path")]
    public void What_is_no_endpoint_is_refused_with_the_reason(string text, string why)
    {
        ZeroRpcEndpointException refusal = Assert.Throws<ZeroRpcEndpointException>(() => Endpoint.ForBind(text));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, refusal.Endpoint);
    }
}
