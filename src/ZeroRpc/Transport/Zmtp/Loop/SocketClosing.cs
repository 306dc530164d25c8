namespace ZeroRpc.Transport.Zmtp;

/// <summary>What a closing ZeroMQ socket still has at one loop: each source is closed when all has left, or when the linger time is over.</summary>
/// <param name="socket">The socket.</param>
/// <param name="end">When the linger time is over, in <see cref="Environment.TickCount64"/>.</param>
internal sealed class SocketClosing(SocketLoops socket, long end)
{
    /// <summary>How often the loop looks whether another thread has sent what a source was to send, in milliseconds.</summary>
    private const int LookInterval = 2;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<IoSource> _sources = [];

    /// <summary>Completes when all sources are closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// When the loop is to look again. It must look often where another thread sends, which does not wake the loop; a full socket wakes the loop when
    /// it has room again.
    /// </summary>
    public long NextLook => _sources.Exists(static source => (source.Interest & Interest.Write) == 0) ? Environment.TickCount64 + LookInterval : end;

    /// <summary>Begins, on the loop's thread: the sources read no more.</summary>
    public void Begin(IoLoop loop)
    {
        _sources = socket.SourcesAt(loop);
        _sources.ForEach(loop.Update);
    }

    /// <summary>The loop ends and has no sources.</summary>
    public void Skip() => _ended.TrySetResult();

    /// <summary>Closes the sources that are done; true when no others are left.</summary>
    public bool TryEnd(IoLoop loop)
    {
        bool isLate = Environment.TickCount64 >= end;
        _sources.FindAll(source => isLate || source.IsDone).ForEach(loop.Drop);
        _sources.RemoveAll(static source => !source.Registration.IsAdded); // Some have ended by themselves.
        return _sources.Count == 0 && _ended.TrySetResult();
    }
}
