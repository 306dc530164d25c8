namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A pair of ours that is called by a proxy; the pair is not its own.</summary>
internal sealed class ProxiedPair(ZeroRpcPair pair) : ICaller
{
    private readonly IAdder _adder = pair.Client.CreateProxy<IAdder>();

    /// <summary>The contract.</summary>
    private interface IAdder
    {
        Task<int> Add(int a, int b);
    }

    /// <inheritdoc/>
    public string Name => $"{pair.Name}, by a proxy";

    /// <inheritdoc/>
    public Task AddAsync(int a, int b) => _adder.Add(a, b);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
