using System.Net.Sockets;
using ZeroRpc.Threading;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>What the caller that added to an <see cref="Outbox"/> must do after it has released its locks.</summary>
[Flags]
internal enum Duty
{
    /// <summary>Nothing: another thread sends.</summary>
    None = 0,

    /// <summary>Let the loop watch the outbox, so that bytes left to the pool are sent even if the pool has no free thread.</summary>
    Watch = 1,

    /// <summary>
    /// Let a pool thread send, which by then may have more to send at once; on a loop's thread, send at the end of its turn.
    /// </summary>
    AskPool = 2,

    /// <summary>Send now.</summary>
    Send = 4,
}

/// <summary>
/// The bytes to send over one connection. Many threads add bytes, and one thread at a time sends. A thread that adds bytes while no thread
/// is sending either sends, or leaves that to the thread pool, so that one system call sends many messages. If the pool has no free thread
/// in time, the loop sends. Thread-safe.
/// </summary>
internal sealed class Outbox(Socket socket, IoSource connection, bool hasEnvelope, int maxMessages) : IThreadPoolWorkItem
{
    /// <summary>
    /// The number of bytes above which no message is added. Further messages wait in the pipe, where they can be withdrawn.
    /// </summary>
    public const int High = 256 * 1024;

    /// <summary>How long a pool thread can take to start sending, in milliseconds.</summary>
    private const int Patience = 4;

    /// <summary>The number of system calls after which a thread stops sending the messages of other threads.</summary>
    private const int MaxRounds = 16;

    /// <summary>
    /// The number of messages that are sent before a loop's turn ends. The peer can then start to process them, and other threads have room
    /// to add more.
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

        /// <summary>A pool thread will send, or the first thread that sends before it.</summary>
        Left,

        /// <summary>A thread is sending.</summary>
        Sending,

        /// <summary>The socket accepts no more bytes at present. The loop waits for it.</summary>
        Blocked,

        /// <summary>The connection is broken. All bytes are dropped.</summary>
        Failed,
    }

    /// <summary>Provides further messages when there is room again. Null until the handshake has completed.</summary>
    public Pipe? Source { get; set; }

    /// <summary>Whether the loop must wait until the socket accepts more bytes.</summary>
    public bool IsBlocked => _state == State.Blocked;

    /// <summary>Whether sending has failed.</summary>
    public bool IsFailed => _state == State.Failed;

    /// <summary>Whether all bytes have been sent, or never will be.</summary>
    public bool IsDone => _state is State.Idle or State.Failed;

    /// <summary>When the loop must send what was left to the pool, in the time of <see cref="Environment.TickCount64"/>.</summary>
    public long DueAt => _state == State.Left ? Volatile.Read(ref _leftAt) + Patience : long.MaxValue;

    /// <summary>Whether a message can be added now. If not, <see cref="Source"/> is asked for more messages later.</summary>
    public bool HasRoom()
    {
        lock (_gate)
        {
            _refused = _filling.Length >= High || _filling.Messages >= maxMessages;
            return !_refused;
        }
    }

    /// <summary>Adds a message, with its envelope if the role has one (docs/protocol.md, section 1).</summary>
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

    /// <summary>Encrypts all bytes that are added from now on. Bytes that were added before are sent unencrypted.</summary>
    public void Protect(IFrameCipher cipher)
    {
        lock (_gate)
        {
            _sealer = new FrameSealer(cipher);
        }
    }

    /// <summary>Sends bytes of the protocol immediately: those of the handshake, and later complete frames.</summary>
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

    /// <summary>Performs the duty that adding returned.</summary>
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

    /// <summary>Called by the loop when the socket accepts more bytes.</summary>
    public void OnWritable() => TakeOver(State.Blocked);

    /// <summary>
    /// Sends what was left to the pool. Called by a thread that left it there and adds no more, and by the loop when it is due.
    /// </summary>
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

    /// <summary>
    /// Sends until nothing is left, the socket is full, or the limit of rounds is reached. Only the thread that has set the state to
    /// Sending may call it.
    /// </summary>
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
            AskPool(); // Not at the end of the loop's turn, which would last as long as other threads add bytes.
        }

        connection.RefreshSoon();
    }

    private void AskPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Swaps the two buffers. Returns false if nothing was added meanwhile.</summary>
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
                error = SocketError.OperationAborted; // The connection has ended: its socket is closed, or its keys have been erased.
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
