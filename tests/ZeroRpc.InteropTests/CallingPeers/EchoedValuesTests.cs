using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Our values, sent to a peer that echoes them: they come back as they were, and untyped numbers are always long or double.</summary>
public sealed class EchoedValuesTests(EchoedValuesTests.Servers servers) : IClassFixture<EchoedValuesTests.Servers>
{
    public static TheoryData<string> PythonValues => [.. EchoedValues.Python.Keys];

    public static TheoryData<string> NodeValues => [.. EchoedValues.Common.Keys];

    [Theory]
    [MemberData(nameof(PythonValues))]
    public async Task A_value_comes_back_from_Python(string name)
    {
        await using var client = new ZeroRpcClient((await servers.PythonAsync()).Endpoint);

        Assert.Equal(EchoedValues.Python[name], await client.InvokeAsync<object?>("echo", [EchoedValues.Python[name]]).OrHang());
    }

    [Theory]
    [MemberData(nameof(NodeValues))]
    public async Task A_value_comes_back_from_Node(string name)
    {
        await using var client = new ZeroRpcClient((await servers.NodeAsync()).Endpoint);

        Assert.Equal(EchoedValues.Common[name], await client.InvokeAsync<object?>("echo", [EchoedValues.Common[name]]).OrHang());
    }

    /// <summary>Node's integers beyond signed 32 bits come as float64.</summary>
    [Theory]
    [InlineData(2147483648L)]
    [InlineData(4294967296L)]
    [InlineData(-4294967296L)]
    [InlineData(9007199254740992L)]
    public async Task An_integer_beyond_signed_32_bits_comes_back_from_Node_as_the_integer_asked_for(long value)
    {
        await using var client = new ZeroRpcClient((await servers.NodeAsync()).Endpoint);

        Assert.Equal(value, await client.InvokeAsync<long>("echo", value).OrHang());
    }

    [Fact]
    public async Task Several_arguments_arrive_as_several()
    {
        await using var client = new ZeroRpcClient((await servers.PythonAsync()).Endpoint);

        Assert.Equal(new object?[] { 1L, null, "x" }, await client.InvokeAsync<object?[]>("echo_many", 1, null, "x").OrHang());
    }

    /// <summary>One echoing server of each kind for all cases, started when a case wants it.</summary>
    public sealed class Servers : IAsyncDisposable
    {
        private PeerProcess? _python;
        private PeerProcess? _node;

        public async Task<PeerProcess> PythonAsync() => _python ??= await Peer.Python.ServeAsync();

        public async Task<PeerProcess> NodeAsync() => _node ??= await Peer.Node.ServeAsync();

        public async ValueTask DisposeAsync()
        {
            foreach (PeerProcess server in new[] { _python, _node }.OfType<PeerProcess>())
            {
                await server.DisposeAsync();
            }
        }
    }
}
