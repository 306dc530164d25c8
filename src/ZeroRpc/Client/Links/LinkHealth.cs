using ZeroRpc.Channels;
using ZeroRpc.Threading;

namespace ZeroRpc.Client.Links;

/// <summary>
/// The state of the server at the other end of a link, on which the choice of the next call is based (docs/endpoints.md). A lost remote or a
/// broken connection shows that the server is unavailable; a reply shows that it is available. After a call that timed out, or that a
/// stopping server refused, the state is uncertain, and a ping determines it. Thread-safe.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="clock">The clock of the back-off.</param>
/// <param name="isOneOfSeveral">Whether calls could use another link. Otherwise a ping has no purpose.</param>
/// <param name="ping">Pings the server.</param>
/// <param name="changed">Called after each change of the state.</param>
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

    /// <summary>The current state.</summary>
    public ZeroRpcConnectionState State => _state;

    /// <summary>The cost of a call over this link, for comparison. The state counts first, then the number of live calls.</summary>
    public long Cost => State switch
    {
        ZeroRpcConnectionState.Connected => (Volatile.Read(ref _isSuspect) ? Tier(1) : 0) + Load,
        ZeroRpcConnectionState.Connecting => Tier(2) + Load,
        ZeroRpcConnectionState.Reconnecting => Tier(2) + Load,

        // Of several lost servers, the one whose back-off ends first.
        _ => Tier(3) + (long)Math.Clamp(clock.Until(this).TotalMilliseconds, 0, Tier(1) - 1),
    };

    private int Load => link.Channels.LiveChannels;

    /// <inheritdoc/>
    void IPeerWatcher.OnPeerCame()
    {
        lock (_gate)
        {
            // The first reconnection counts as available. After repeated losses without a reply in between, the back-off must end first.
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
            // Calls that are lost together count as one loss.
            if (_state is not (ZeroRpcConnectionState.Lost or ZeroRpcConnectionState.Closed))
            {
                _failures++;
                clock.Schedule(this, Backoff.After(_failures));
                Move(ZeroRpcConnectionState.Lost);
            }
        }
    }

    /// <summary>A call timed out.</summary>
    public void OnDoubted() => Doubt(isStopping: false);

    /// <summary>A call was refused because the server is stopping. Called after <see cref="OnHeard"/>.</summary>
    public void OnRefused() => Doubt(isStopping: true);

    /// <summary>Calls can use another link from now on. If the back-off of this link ended before that, it is pinged now.</summary>
    public void OnOthersCame()
    {
        if (_state == ZeroRpcConnectionState.Reconnecting && link.Transport.IsConnected == true)
        {
            Ping(isDue: true);
        }
    }

    /// <summary>A reply was received.</summary>
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

    /// <summary>The link has ended.</summary>
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

    /// <summary>Pings the server. If a ping is under way and the back-off has ended meanwhile, another ping follows it.</summary>
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
            await ping(link).ConfigureAwait(false); // The call of the ping reports its reply or loss to this object.
        }
        catch (CallTimeoutException)
        {
            OnLost();
        }
        catch (Exception)
        {
            // The remote was lost, or the client was disposed.
        }

        bool again;
        lock (_gate)
        {
            // A suspicion that still exists arose after the reply, or comes from the refusal of a stopping server, which is not pinged again.
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

    /// <summary>Changes the state. The caller holds the lock.</summary>
    private void Move(ZeroRpcConnectionState state)
    {
        if (_state != state && _state != ZeroRpcConnectionState.Closed)
        {
            _state = state;
            changed(link);
        }
    }
}
