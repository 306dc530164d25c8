using ZeroRpc.Events;
using ZeroRpc.Transport;

namespace ZeroRpc.Benchmarks.Workloads;

/// <summary>Checks a reply's bytes and reads its header and name, as the transport's thread does.</summary>
internal sealed class ReadHeader : IWorkload
{
    private readonly IncomingMessage _message = new(PeerRoute.None, new EncodeReply().EncodeKept());

    /// <inheritdoc/>
    public string Name => "read a header";

    /// <summary>Reads it.</summary>
    public bool Read() => EventReader.TryRead(_message, 64, out _, out _);

    /// <inheritdoc/>
    public Task RunAsync(int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (!Read())
            {
                throw new InvalidOperationException("The event cannot be read.");
            }
        }

        return Task.CompletedTask;
    }
}
