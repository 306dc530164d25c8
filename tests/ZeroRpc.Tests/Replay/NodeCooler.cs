namespace ZeroRpc.Tests.Replay;

/// <summary>The methods of the recorded Node servers (docs/protocol.md, section 9), where they differ from Python's.</summary>
internal sealed class NodeCooler(Cooler cooler)
{
    [ZeroRpcMethod("add_42")]
    public long Add42(long n) => cooler.Add42(n);

    public object? Echo(object? v) => cooler.Echo(v);

    public void Nothing()
    {
    }

    public void Boom() => throw new RemoteException("TypeError", "bad thing");

    public void BoomText() => throw new RemoteException("Error", "just text");

    public IAsyncEnumerable<int> Count(int n) => cooler.Count(n);

    public Task<string> Sleep(double s, CancellationToken cancellationToken) => cooler.Sleep(s, cancellationToken);
}
