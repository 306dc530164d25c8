namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Closes the sources that a ZeroMQ socket has at one loop: each when everything has been sent, or all when the linger time has elapsed.
/// </summary>
/// <param name="socket">The socket.</param>
/// <param name="end">When the linger time ends, in the time of <see cref="Environment.TickCount64"/>.</param>
internal sealed class SocketClosing(SocketLoops socket, long end)
{
    /// <summary>The interval in milliseconds at which the loop checks whether another thread has sent the bytes of a source.</summary>
    private const int LookInterval = 2;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<IoSource> _sources = [];

    /// <summary>Completes when all sources are closed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// When the loop must check again. It must check often while another thread sends, because that does not wake the loop. A full socket
    /// wakes the loop when it has room again.
    /// </summary>
    public long NextLook => _sources.Exists(static source => (source.Interest & Interest.Write) == 0) ? Environment.TickCount64 + LookInterval : end;

    /// <summary>Starts closing on the loop's thread. The sources stop reading.</summary>
    public void Begin(IoLoop loop)
    {
        _sources = socket.SourcesAt(loop);
        _sources.ForEach(loop.Update);
    }

    /// <summary>Completes without closing, because the loop is ending and has no sources.</summary>
    public void Skip() => _ended.TrySetResult();

    /// <summary>Closes the sources that are done. Returns true if no others are left.</summary>
    public bool TryEnd(IoLoop loop)
    {
        bool isLate = Environment.TickCount64 >= end;
        _sources.FindAll(source => isLate || source.IsDone).ForEach(loop.Drop);
        _sources.RemoveAll(static source => !source.Registration.IsAdded); // Some sources have ended on their own.
        return _sources.Count == 0 && _ended.TrySetResult();
    }
}
