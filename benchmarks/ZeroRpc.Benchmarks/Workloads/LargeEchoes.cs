using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>1 MiB there and back, one after another.</summary>
internal sealed class LargeEchoes(ZeroRpcPair pair) : IWorkload
{
    /// <summary>The size of the payload in bytes.</summary>
    public const int Size = 1024 * 1024;

    private readonly byte[] _payload = new byte[Size];

    /// <inheritdoc/>
    public string Name => $"{pair.Name}, echo of 1 MiB";

    /// <inheritdoc/>
    public async Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            byte[] echo = await pair.Client.InvokeAsync<byte[]>("Echo", _payload);
            if (echo.Length != Size)
            {
                throw new InvalidOperationException($"{echo.Length} bytes came back.");
            }
        }
    }
}
