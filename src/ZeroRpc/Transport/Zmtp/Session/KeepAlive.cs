using System.Buffers.Binary;
using System.Net.Sockets;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Watches whether the peer of a connection is still there. Four times per timeout it looks: a peer that has sent nothing since the last
/// look is asked by a PING (ZeroMQ RFC 37), and is dead if it has sent nothing for half the timeout after that; so is one whose machine has
/// acknowledged no packet for three quarters of the timeout. A call that was lost over the connection asks earlier. Thread-safe.
/// </summary>
/// <param name="socket">The socket of the connection.</param>
/// <param name="timeout">The time after which a peer without a sign of life is dead. Null if only lost calls ask.</param>
internal sealed class KeepAlive(Socket socket, TimeSpan? timeout)
{
    private const int LooksPerTimeout = 4;
    private const int LooksAfterPing = 2;
    private const int LooksWithoutAcknowledgement = 3;

    private readonly Lock _gate = new();
    private readonly long _interval = timeout is { } limit ? Math.Max(1, (long)limit.TotalMilliseconds / LooksPerTimeout) : 0;
    private bool _pings;
    private long _nextLook = long.MaxValue;
    private long _heardAt;
    private long _heardAtLook;
    private bool _isAsked;
    private int _looksSincePing;
    private int _looksInFlight;
    private ulong _acknowledged;

    /// <summary>When to call <see cref="Look"/>, in the time of <see cref="Environment.TickCount64"/>.</summary>
    public long NextLook => Volatile.Read(ref _nextLook);

    /// <summary>The PING to send. It asks the peer to close the connection, too, if it hears nothing for the timeout.</summary>
    public byte[] Ping
    {
        get
        {
            byte[] ttl = new byte[2]; // In tenths of a second; 0 for none.
            BinaryPrimitives.WriteUInt16BigEndian(ttl, (ushort)Math.Min(ushort.MaxValue, (timeout?.TotalSeconds ?? 0) * 10));
            return Command.Frame("PING"u8, ttl);
        }
    }

    /// <summary>The handshake has completed.</summary>
    /// <param name="pings">Whether the peer answers a PING at any time.</param>
    public void Start(bool pings)
    {
        lock (_gate)
        {
            _pings = pings;
            _heardAt = _heardAtLook = Environment.TickCount64;
            ScheduleLook();
        }
    }

    /// <summary>Bytes were received.</summary>
    public void OnHeard()
    {
        Volatile.Write(ref _heardAt, Environment.TickCount64);
        Volatile.Write(ref _isAsked, false);
    }

    /// <summary>Looks for the peer. Returns the reason why it is dead, or null.</summary>
    /// <param name="listens">Whether received bytes are read at present. If not, the silence of the peer says nothing.</param>
    /// <param name="asks">Whether <see cref="Ping"/> must be sent.</param>
    public string? Look(bool listens, out bool asks)
    {
        lock (_gate)
        {
            ScheduleLook();
            asks = false;
            bool moves = LookAtTcp(out bool isStuck);
            if (isStuck)
            {
                return $"its machine has acknowledged nothing for {Seconds(LooksWithoutAcknowledgement)}";
            }

            bool isSilent = _heardAt == _heardAtLook;
            _heardAtLook = _heardAt;
            if (!isSilent || !listens || moves)
            {
                _looksSincePing = 0;
                return null;
            }

            asks = TryAsk();
            if (asks || !_isAsked)
            {
                _looksSincePing = 0;
                return null;
            }

            return ++_looksSincePing < LooksAfterPing ? null : $"it has not answered a PING for {Seconds(LooksAfterPing)}";
        }
    }

    /// <summary>A call has waited for the peer for some time. Returns true if <see cref="Ping"/> must be sent.</summary>
    public bool TryAsk(TimeSpan silence)
    {
        lock (_gate)
        {
            return IsSilent(silence) && TryAsk();
        }
    }

    /// <summary>
    /// Whether nothing at all was received for some time, in which a call was lost. A peer that answers a PING must have been asked in that
    /// time; whether it was is known from <see cref="TryAsk(TimeSpan)"/>.
    /// </summary>
    public bool IsDead(TimeSpan silence)
    {
        lock (_gate)
        {
            return IsSilent(silence) && (!_pings || _isAsked);
        }
    }

    /// <summary>Reads the progress of what was sent. Returns true if it moves, so that a PING may still be under way.</summary>
    private bool LookAtTcp(out bool isStuck)
    {
        TcpProgress? progress = TcpProgress.Read(socket);
        bool moves = progress is { } now && now.Acknowledged != _acknowledged && (now.InFlight || now.Waiting);
        _looksInFlight = progress is { InFlight: true } && progress.Value.Acknowledged == _acknowledged ? _looksInFlight + 1 : 0;
        _acknowledged = progress?.Acknowledged ?? 0;
        isStuck = _looksInFlight >= LooksWithoutAcknowledgement;
        return moves;
    }

    private bool TryAsk()
    {
        bool asks = _pings && !_isAsked;
        _isAsked |= asks;
        return asks;
    }

    // The clock has a resolution of some milliseconds, and the call's own is another.
    private bool IsSilent(TimeSpan silence) => Environment.TickCount64 - Volatile.Read(ref _heardAt) + 50 >= silence.TotalMilliseconds;

    private void ScheduleLook() => Volatile.Write(ref _nextLook, _interval == 0 ? long.MaxValue : Environment.TickCount64 + _interval);

    private string Seconds(int looks) => $"{looks * _interval / 1000.0:0.#} s";
}
