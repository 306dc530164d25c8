using ZeroRpc.Channels;
using ZeroRpc.Threading;

namespace ZeroRpc.Client.Links;

/// <summary>
/// What is known of the life behind one link, from which the next call's choice goes (docs/endpoints.md). A lost remote or a broken connection
/// is proof of death, and an answer proof of life; a call that timed out, or was refused by a server that stops, is a question, which a ping of
/// ours answers. Thread-safe.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="clock">The time.</param>
/// <param name="isOneOfSeveral">Whether calls could go elsewhere, so that a ping is worth its while.</param>
/// <param name="ping">Asks the remote whether it lives.</param>
/// <param name="changed">Called at each change of state.</param>
internal sealed class LinkHealth(Link link, DeadlineClock clock, Func<bool> isOneOfSeveral, Func<Link, Task> ping, Action<Link> changed)
    : Deadline, IPeerWatcher
{
    private readonly Lock _gate = new();
    private volatile ZeroRpcConnectionState _state;
    private int _failures;
    private bool _isSuspect;
    private bool _isStopping;
    private bool _isPinged;
    private bool _isDueAgain;

    /// <summary>How it stands.</summary>
    public ZeroRpcConnectionState State => _state;

    /// <summary>What a call over this link costs, for comparison: calls under way, behind all that speaks against the remote.</summary>
    public long Cost => State switch
    {
        ZeroRpcConnectionState.Connected => (Volatile.Read(ref _isSuspect) ? Tier(1) : 0) + Load,
        ZeroRpcConnectionState.Connecting => Tier(2) + Load,
        ZeroRpcConnectionState.Reconnecting => Tier(2) + Load,

        // Of the dead the one that is due first.
        _ => Tier(3) + (long)Math.Clamp(clock.Until(this).TotalMilliseconds, 0, Tier(1) - 1),
    };

    private int Load => link.Channels.LiveChannels;

    /// <inheritdoc/>
    void IPeerWatcher.OnPeerCame()
    {
        lock (_gate)
        {
            // A connection that comes back is trusted; one that broke again before anything was heard over it waits for its time.
            if (_failures <= 1 || _state != ZeroRpcConnectionState.Lost)
            {
                (_isSuspect, _isStopping) = (false, false);
                clock.Cancel(this);
                Move(ZeroRpcConnectionState.Connected);
            }
        }
    }

    /// <inheritdoc/>
    void IPeerWatcher.OnPeerGone()
    {
        if (link.Transport.IsConnected != true)
        {
            OnLost();
        }
    }

    /// <summary>The remote was lost.</summary>
    public void OnLost()
    {
        lock (_gate)
        {
            // Calls that are lost together are one loss.
            if (_state is not (ZeroRpcConnectionState.Lost or ZeroRpcConnectionState.Closed))
            {
                _failures++;
                clock.Schedule(this, Backoff.After(_failures));
                Move(ZeroRpcConnectionState.Lost);
            }
        }
    }

    /// <summary>A call got no reply in time.</summary>
    public void OnDoubted() => Doubt(isStopping: false);

    /// <summary>A call was refused since the server stops; told after <see cref="OnHeard"/>.</summary>
    public void OnRefused() => Doubt(isStopping: true);

    /// <summary>Calls can go elsewhere from now on: one whose time came before that is asked now.</summary>
    public void OnOthersCame()
    {
        if (_state == ZeroRpcConnectionState.Reconnecting && link.Transport.IsConnected == true)
        {
            Ping(isDue: true);
        }
    }

    /// <summary>An answer came.</summary>
    public void OnHeard()
    {
        if (Volatile.Read(ref _failures) > 0 || Volatile.Read(ref _isSuspect))
        {
            lock (_gate)
            {
                _failures = 0;
                (_isSuspect, _isStopping) = (false, false);
                if (_state != ZeroRpcConnectionState.Closed)
                {
                    clock.Cancel(this);
                    Move(ZeroRpcConnectionState.Connected);
                }
            }
        }
    }

    /// <summary>The link ends.</summary>
    public void Close()
    {
        lock (_gate)
        {
            clock.Cancel(this);
            Move(ZeroRpcConnectionState.Closed);
        }
    }

    /// <inheritdoc/>
    protected internal override void OnDue(TimeSpan lateness)
    {
        lock (_gate)
        {
            if (_state != ZeroRpcConnectionState.Lost)
            {
                return;
            }

            Move(ZeroRpcConnectionState.Reconnecting);
        }

        if (link.Transport.IsConnected == true && isOneOfSeveral())
        {
            Ping(isDue: true);
        }
    }

    private void Doubt(bool isStopping)
    {
        lock (_gate)
        {
            if (_state != ZeroRpcConnectionState.Connected || !isOneOfSeveral())
            {
                return;
            }

            (_isSuspect, _isStopping) = (true, isStopping);
        }

        Ping();
    }

    private static long Tier(int tier) => tier * 1_000_000_000L;

    /// <summary>Asks, unless it is being asked; one whose time came meanwhile is asked again then.</summary>
    private void Ping(bool isDue = false)
    {
        lock (_gate)
        {
            if (_isPinged)
            {
                _isDueAgain |= isDue;
                return;
            }

            _isPinged = true;
        }

        _ = PingAsync();
    }

    private async Task PingAsync()
    {
        try
        {
            await ping(link).ConfigureAwait(false); // What it hears, and what it loses, the call itself has told us.
        }
        catch (CallTimeoutException)
        {
            OnLost();
        }
        catch (Exception)
        {
            // Lost, or disposed of.
        }

        bool again;
        lock (_gate)
        {
            // A doubt that is still there came after the answer; or is the answer of a server that stops, which need not be asked for another.
            bool isOpen = _state switch
            {
                ZeroRpcConnectionState.Reconnecting => _isDueAgain,
                ZeroRpcConnectionState.Connected => _isSuspect && !_isStopping,
                _ => false,
            };
            (_isPinged, again, _isDueAgain) = (false, isOpen, false);
        }

        if (again)
        {
            Ping();
        }
    }

    /// <summary>Under the gate.</summary>
    private void Move(ZeroRpcConnectionState state)
    {
        if (_state != state && _state != ZeroRpcConnectionState.Closed)
        {
            _state = state;
            changed(link);
        }
    }
}
