namespace ZeroRpc.InteropTests.Harness;

/// <summary>One Python server for all tests of a class, whose method <c>evaluate</c> evaluates Python expressions.</summary>
public sealed class EvaluatorFixture : IAsyncDisposable
{
    private PeerProcess? _server;

    /// <summary>Starts the server at the first call.</summary>
    /// <param name="prelude">Python statements that run before the first expression.</param>
    /// <param name="numpy">Whether the server has called <c>msgpack_numpy.patch()</c>.</param>
    public async Task<PeerProcess> ServeAsync(string prelude, bool numpy = false) =>
        _server ??= await Peer.Python.StartAsync("evaluator", new { bind = Peer.AnyPort, prelude, numpy });

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
