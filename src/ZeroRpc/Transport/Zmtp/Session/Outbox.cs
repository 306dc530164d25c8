using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What whoever added something to an <see cref="Outbox"/> has to do, when it holds no lock any more.</summary>
[Flags]
internal enum Duty
{
    /// <summary>Nothing: somebody else sends.</summary>
    None = 0,

    /// <summary>See to it that what was left to the pool is sent, even if the pool has no thread.</summary>
    Watch = 1,

    /// <summary>Have the thread pool send, which gathers more meanwhile, or a loop's thread at the end of its turn.</summary>
    AskPool = 2,

    /// <summary>Send.</summary>
    Send = 4,
}

/// <summary>
/// What is to leave by one connection. Many threads add to it, one at a time sends: whoever finds nobody sending does, or leaves it to the
/// thread pool, so that one system call serves many messages. Left to a pool that has no thread, it is taken over by the loop. Thread-safe.
/// </summary>
internal sealed class Outbox(Socket socket, IoSource connection, bool hasEnvelope, int maxMessages) : IThreadPoolWorkItem
{
    /// <summary>The bytes beyond which nothing is added: what comes then waits in the pipe, where it can be withdrawn.</summary>
    public const int High = 256 * 1024;

    /// <summary>How long the pool may take to begin, in milliseconds.</summary>
    private const int Patience = 4;

    /// <summary>After so many system calls a thread no longer sends for others.</summary>
    private const int MaxRounds = 16;

    /// <summary>
    /// So many messages are not left to the end of a loop's turn: the peer has work meanwhile, and there is room for those who add more from other
    /// threads.
    /// </summary>
    private const int Share = 32;

    private readonly Lock _gate = new();
    private SendBuffer _filling = new();
    private SendBuffer _sending = new();
    private volatile FrameSealer? _sealer;
    private volatile State _state;
    private long _leftAt;
    private bool _asked;
    private bool _isLeftToTurn;
    private bool _refused;

    private enum State
    {
        /// <summary>There is nothing to send.</summary>
        Idle,

        /// <summary>A pool thread will send, or whoever is first.</summary>
        Left,

        /// <summary>A thread sends.</summary>
        Sending,

        /// <summary>The socket takes no more now; the loop waits for it.</summary>
        Blocked,

        /// <summary>The connection is broken: all is dropped.</summary>
        Failed,
    }

    /// <summary>What takes the place of what has left; null until the handshake is done.</summary>
    public Pipe? Source { get; set; }

    /// <summary>Whether the loop is to wait until the socket takes more.</summary>
    public bool IsBlocked => _state == State.Blocked;

    /// <summary>Whether sending failed.</summary>
    public bool IsFailed => _state == State.Failed;

    /// <summary>Whether all has left, or never will.</summary>
    public bool IsDone => _state is State.Idle or State.Failed;

    /// <summary>When the loop is to take over what was left to the pool, in <see cref="Environment.TickCount64"/>.</summary>
    public long DueAt => _state == State.Left ? Volatile.Read(ref _leftAt) + Patience : long.MaxValue;

    /// <summary>Whether a message may be added. When not, <see cref="Source"/> is asked for more later.</summary>
    public bool HasRoom()
    {
        lock (_gate)
        {
            _refused = _filling.Length >= High || _filling.Messages >= maxMessages;
            return !_refused;
        }
    }

    /// <summary>Adds a message, with its envelope if it has one (docs/protocol.md, section 1).</summary>
    public Duty Add(in OutgoingMessage message, ReadOnlySpan<byte[]> devices)
    {
        lock (_gate)
        {
            if (hasEnvelope)
            {
                AddEnvelope(devices);
            }

            _filling.AddFrame(message.Body, hasMore: false, message.Memory);
            return DutyNow(message.IsUrgent);
        }
    }

    /// <summary>Seals all that is added from now on; what was added before leaves as it is.</summary>
    public void Protect(IFrameCipher cipher)
    {
        lock (_gate)
        {
            _sealer = new FrameSealer(cipher);
        }
    }

    /// <summary>Sends bytes of the protocol itself, at once: those of the handshake, then whole frames.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Duty duty;
        lock (_gate)
        {
            if (Source is null)
            {
                _filling.AddInClear(bytes);
            }
            else
            {
                _filling.Add(bytes);
            }

            duty = DutyNow(isUrgent: true);
        }

        Do(duty);
    }

    /// <summary>Does what adding gave one to do.</summary>
    public void Do(Duty duty)
    {
        if ((duty & Duty.AskPool) != 0 && !InlineExecutor.TrySendLater(this))
        {
            AskPool();
        }

        if ((duty & Duty.Watch) != 0)
        {
            connection.RefreshSoon();
        }

        if ((duty & Duty.Send) != 0)
        {
            Send();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            _asked = false;
        }

        TakeOver(State.Left);
    }

    /// <summary>Called by the loop: the socket takes more.</summary>
    public void OnWritable() => TakeOver(State.Blocked);

    /// <summary>Sends what was left to the pool: called by whoever left it and has nothing to add, and by the loop when it is due.</summary>
    public void Flush() => TakeOver(State.Left);

    private void AddEnvelope(ReadOnlySpan<byte[]> devices)
    {
        foreach (byte[] device in devices)
        {
            _filling.AddFrame(device, hasMore: true);
        }

        _filling.AddFrame(default, hasMore: true);
    }

    private Duty DutyNow(bool isUrgent)
    {
        switch (_state)
        {
            case State.Idle or State.Left when isUrgent:
            case State.Left when _isLeftToTurn && IsShare:
                _state = State.Sending;
                return Duty.Send;
            case State.Idle:
                return LeaveToPool();
            case State.Failed:
                _filling.Clear();
                return Duty.None;
            default:
                return Duty.None;
        }
    }

    private bool IsShare => _filling.Messages >= Math.Min(Share, maxMessages) || _filling.Length >= High / 2;

    private Duty LeaveToPool()
    {
        _isLeftToTurn = InlineExecutor.IsOnLoop;
        Volatile.Write(ref _leftAt, Environment.TickCount64);
        _state = State.Left;
        Duty duty = _asked ? Duty.Watch : Duty.AskPool | Duty.Watch;
        _asked = true;
        return duty;
    }

    private void TakeOver(State from)
    {
        lock (_gate)
        {
            if (_state != from)
            {
                return;
            }

            _state = State.Sending;
        }

        Send();
    }

    /// <summary>Sends until there is nothing left, the socket is full, or enough was sent for others. Only for the thread that may.</summary>
    private void Send()
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            if (!SendBuffer() || !Swap())
            {
                return;
            }
        }

        Duty duty;
        lock (_gate)
        {
            duty = LeaveToPool();
            _isLeftToTurn = false;
        }

        if ((duty & Duty.AskPool) != 0)
        {
            AskPool(); // Not the turn, which would go on for others as long as they add.
        }

        connection.RefreshSoon();
    }

    private void AskPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Takes what was added meanwhile; false when nothing was.</summary>
    private bool Swap()
    {
        bool refill;
        lock (_gate)
        {
            if (_filling.Length == 0)
            {
                _state = State.Idle;
                return false;
            }

            (_filling, _sending) = (_sending, _filling);
            (refill, _refused) = (_refused, false);
        }

        if (refill)
        {
            Source!.Refill(this);
        }

        return true;
    }

    private bool SendBuffer()
    {
        while (true)
        {
            SendBuffer buffer = _sending;
            SocketError error;
            int sent = 0;
            try
            {
                buffer = _sealer is { } sealer ? sealer.Next(_sending) : _sending;
                if (buffer.Length == 0)
                {
                    return true;
                }

                sent = socket.Send(buffer.Next, SocketFlags.None, out error);
            }
            catch (ObjectDisposedException)
            {
                error = SocketError.OperationAborted; // The connection has ended: its socket is closed, or its keys are wiped.
            }

            if (error != SocketError.Success)
            {
                Stop(error);
                return false;
            }

            buffer.Remove(sent);
        }
    }

    private void Stop(SocketError error)
    {
        lock (_gate)
        {
            if (error == SocketError.WouldBlock)
            {
                _state = State.Blocked;
            }
            else
            {
                _state = State.Failed;
                _filling.Clear();
                _sending.Clear();
            }
        }

        connection.Refresh();
    }
}
