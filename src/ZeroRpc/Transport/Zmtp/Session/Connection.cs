using System.Net.Sockets;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The connector or acceptor that created a connection. Called on the loop's thread.</summary>
internal interface IConnectionOwner
{
    /// <summary>Called when the handshake has completed. Returns the pipe that the connection serves.</summary>
    /// <exception cref="PeerFault">The peer is rejected.</exception>
    Pipe Admit(Connection connection, PeerProperties peer);

    /// <summary>
    /// Called when the connection was lost, with the messages that <paramref name="pipe"/> passed to it. Null if the handshake did not
    /// complete.
    /// </summary>
    void OnLost(Connection connection, Pipe? pipe);
}

/// <summary>One connection to a peer. Receives on the loop's thread, and sends through its <see cref="Outbox"/>.</summary>
internal sealed partial class Connection : IoSource, ISessionUser, IMechanismHost
{
    // The number of consecutive reads after which the other sources of the loop get their turn.
    private const int MaxReads = 16;

    // The number of bytes that are read ahead while no messages are delivered. The loss of a peer that has sent no more than this is then
    // still noticed.
    private const int MaxHeld = 16 * 1024;

    private readonly Socket _socket;
    private readonly ConnectionSettings _settings;
    private readonly IConnectionOwner _owner;
    private readonly Outbox _outbox;
    private readonly IMechanism _mechanism;
    private readonly Session _session;
    private readonly long _handshakeEnds;
    private readonly KeepAlive _keepAlive;
    private PartialFrame _leftover = new();
    private MessageReader? _messages;
    private Pipe? _pipe;
    private bool _hasEnded;
    private volatile bool _isClosed;

    /// <summary>Creates a connection on a connected socket.</summary>
    /// <param name="socket">The socket. It is closed with the connection.</param>
    /// <param name="peer">The name of the peer for the log.</param>
    /// <param name="loop">The loop that watches the connection.</param>
    /// <param name="settings">The settings that all connections of a socket share.</param>
    /// <param name="owner">The owner of the connection.</param>
    public Connection(Socket socket, string peer, IoLoop loop, ConnectionSettings settings, IConnectionOwner owner)
        : base(settings.Loops, loop)
    {
        _socket = socket;
        _settings = settings;
        _owner = owner;
        Peer = peer;
        _outbox = new Outbox(socket, this, settings.Role.HasDelimiter(), settings.MaxUnsent);
        _mechanism = settings.NewMechanism(this);
        _session = new Session(_mechanism, this, settings.MaxMessageSize, skipsLarger: settings.Role.Receives());
        _handshakeEnds = Environment.TickCount64 + (long)settings.HandshakeTime.TotalMilliseconds;
        SocketSettings.Apply(socket, settings.Options.KeepAliveTimeout);
        _keepAlive = new KeepAlive(socket, settings.Options.KeepAliveTimeout);
    }

    /// <summary>The address of the peer for the log.</summary>
    public string Peer { get; }

    /// <summary>Why the other side has refused this side. Null if it did not state a reason.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What may be wrong when the peer closed the connection in the handshake; null when it did not, or when nothing is suspected.</summary>
    public string? Suspicion { get; private set; }

    /// <inheritdoc/>
    string IMechanismHost.Address => Peer;

    /// <inheritdoc/>
    public override Socket Socket => _socket;

    /// <inheritdoc/>
    public override Interest Interest
    {
        get
        {
            Interest interest = (WantsToRead ? Interest.Read : Interest.None) | (_outbox.IsBlocked ? Interest.Write : Interest.None);
            if (IsPaused && !Loops.IsClosed)
            {
                _settings.Receiving.RefreshWhenOn(this);
            }

            return interest;
        }
    }

    /// <inheritdoc/>
    public override long DueAt =>
        Loops.IsClosed ? _outbox.DueAt
        : (_session.HoldsBack || _outbox.IsFailed) && !IsPaused ? 0
        : _session.IsReady ? Math.Min(_outbox.DueAt, _keepAlive.NextLook)
        : Math.Min(_handshakeEnds, _outbox.DueAt);

    /// <inheritdoc/>
    public override bool IsDone => _pipe is null || _outbox.IsFailed || (_outbox.IsDone && !_pipe.HasWaiting);

    private bool WantsToRead =>
        !_hasEnded && !Loops.IsClosed && (!(IsPaused || _session.HoldsBack) || (_leftover.Length < MaxHeld && _session.Missing.IsEmpty));

    // The handshake continues while message delivery is paused.
    private bool IsPaused => _session.IsReady && !_settings.Receiving.IsOn;

    /// <inheritdoc/>
    bool ISessionUser.TakesMore => !IsPaused;

    /// <summary>Starts the session. Called on the loop's thread, or before the loop knows the connection.</summary>
    public void Start() => _session.Start();

    /// <summary>Closes the connection if its handshake has not completed, because another peer needs its place. Can be called on any thread.</summary>
    public void AbandonHandshake() => Loop.Post(this, () =>
    {
        if (!_isClosed && !_session.IsReady)
        {
            CutOff(new PeerFault("its handshake was the oldest of too many that had not completed"));
        }
    });

    /// <inheritdoc/>
    public override void OnReadable(byte[] buffer)
    {
        for (int reads = 0; reads < MaxReads && WantsToRead && Receive(buffer); reads++)
        {
        }
    }

    /// <inheritdoc/>
    public override void OnWritable() => _outbox.OnWritable();

    /// <inheritdoc/>
    public override void OnDue(byte[] buffer)
    {
        if (Loops.IsClosed)
        {
            _outbox.Flush();
        }
        else if (_session.HoldsBack && !IsPaused)
        {
            GoOn(buffer);
        }
        else if (_outbox.IsFailed)
        {
            FinishFailed(buffer);
        }
        else if (!_session.IsReady && Environment.TickCount64 >= _handshakeEnds)
        {
            CutOff(new PeerFault("its handshake takes too long"));
        }
        else
        {
            _outbox.Flush();
            LookAtPeer();
        }
    }

    /// <inheritdoc/>
    public override void OnFault(Exception exception)
    {
        Log.ConnectionFailed(_settings.Logger, Peer, exception);
        Lose();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _settings.Receiving.Remove(this);
            SocketSettings.CloseGently(_socket);
            _mechanism.Dispose();
        }
    }

    /// <summary>Ends the connection and notifies its owner.</summary>
    public void Lose()
    {
        if (!_isClosed)
        {
            Loop.Remove(this);
            Dispose();
            _owner.OnLost(this, _pipe);
        }
    }

    /// <inheritdoc/>
    void ISessionUser.Write(ReadOnlySpan<byte> bytes)
    {
        // A peer that keeps sending requests without reading the replies gets no more replies.
        if (!bytes.IsEmpty && (_pipe is null || _outbox.HasRoom()))
        {
            _outbox.Write(bytes);
        }
    }

    /// <inheritdoc/>
    void ISessionUser.OnReady(PeerProperties peer, IFrameCipher? cipher)
    {
        if (!SocketTypes.MayMeet(_settings.Role, peer.SocketType))
        {
            throw new PeerFault($"it is a {Printable.Of(peer.SocketTypeBytes)}, which does not go with a {SocketTypes.NameOf(_settings.Role)}");
        }

        Pipe pipe = _owner.Admit(this, peer);
        (pipe.Principal, pipe.Peer, pipe.Address) = (_mechanism.Principal, this, Peer);
        _messages = new MessageReader(pipe, _settings.Role.HasDelimiter());
        _pipe = pipe;
        Log.Connected(_settings.Logger, Peer);
        if (cipher is not null)
        {
            _outbox.Protect(cipher);
        }

        // Not by pushers and publishers: their peers stop reading while they are busy, which may last, and answer no PING meanwhile.
        _keepAlive.Start(pings: _session.IsOf31 && _settings.Role.Receives());
        pipe.Attach(_outbox);
        if (_settings.Role == SocketRole.Subscribe)
        {
            _outbox.Write(Subscription.ToAll(byCommand: _session.IsOf31));
        }
    }

    /// <inheritdoc/>
    void IMechanismHost.Continue(Func<byte[]> step) => Loop.Post(this, () => Continue(step));

    /// <inheritdoc/>
    void ISessionUser.OnCommand(Command command) => Subscription.Read(command, _pipe!);

    /// <inheritdoc/>
    void ISessionUser.OnFrame(in Frame frame)
    {
        if (!_settings.Role.Receives())
        {
            Subscription.Read(frame.Payload, _pipe!);
        }
        else if (_messages!.TryAdd(frame, out IncomingMessage message))
        {
            Deliver(message, frame);
        }
    }

    private void Continue(Func<byte[]> step)
    {
        if (_isClosed || Loops.IsClosed)
        {
            return;
        }

        try
        {
            _session.Continue(step());
        }
        catch (PeerFault fault)
        {
            CutOff(fault);
        }
    }

    private void Deliver(in IncomingMessage message, in Frame last)
    {
        if (last.IsCut)
        {
            _settings.Sink.OnTooLarge(message, last.Header.Length, _settings.MaxMessageSize);
        }
        else if (message.Body.IsEmpty)
        {
            _settings.Sink.OnMalformed(message.Route, "a message with an empty event came");
        }
        else
        {
            _settings.Sink.OnMessage(message);
        }
    }

    /// <summary>Receives once and processes the bytes. Returns true if there may be more.</summary>
    private bool Receive(byte[] buffer)
    {
        if (_isClosed)
        {
            return false;
        }

        Memory<byte> missing = _session.Missing;
        int kept = missing.IsEmpty ? _leftover.CopyTo(buffer) : 0;
        Span<byte> room = missing.IsEmpty ? buffer.AsSpan(kept) : missing.Span;
        int count = _socket.Receive(room, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (count == 0 || error != SocketError.Success)
        {
            End();
            return false;
        }

        _keepAlive.OnHeard();
        Use(buffer.AsMemory(0, missing.IsEmpty ? kept + count : 0), filled: missing.IsEmpty ? 0 : count);
        return count == room.Length;
    }

    /// <summary>Passes bytes to the session, or the number of bytes that were received into a large frame.</summary>
    private void Use(ReadOnlyMemory<byte> bytes, int filled)
    {
        try
        {
            if (filled > 0)
            {
                _session.OnFilled(filled);
            }
            else
            {
                _leftover.Keep(bytes.Span[_session.OnBytes(bytes)..]);
            }
        }
        catch (PeerFault fault)
        {
            CutOff(fault);
        }
    }

    /// <summary>
    /// The peer has ended the connection. Messages that it sent before are still delivered, if necessary when delivery resumes.
    /// </summary>
    private void End()
    {
        _hasEnded = _session.HoldsBack;
        if (!_hasEnded)
        {
            Suspicion = SuspicionOfPeer();
            Lose();
        }
    }

    // libzmq closes a connection whose greeting names another mechanism than its own, before it has sent its own. Whoever closes without a
    // signature may be a proxy whose server is not there yet.
    private string? SuspicionOfPeer() => _session switch
    {
        { IsReady: true } => null,
        { HasGreeted: true } => _mechanism.Suspicion,
        _ when _leftover.Length >= Greeting.SignatureLength =>
            $"the peer closes every connection in its greeting: does it have another security mechanism than '{_mechanism.Name}'?",
        _ => null,
    };

    /// <summary>Messages are wanted again: first those that were held back.</summary>
    private void GoOn(byte[] buffer)
    {
        Use(buffer.AsMemory(0, _leftover.CopyTo(buffer)), filled: 0);
        if (_hasEnded)
        {
            End();
        }
    }

    /// <summary>Sending has failed. Messages that the peer sent before are still delivered.</summary>
    private void FinishFailed(byte[] buffer)
    {
        while (WantsToRead && Receive(buffer))
        {
        }

        if (!IsPaused)
        {
            Lose();
        }
    }

    private void CutOff(PeerFault fault)
    {
        _settings.CutOffs.Write(Peer, fault.Message);
        Refusal = fault.IsRefusal ? fault.Message : null;
        if (fault.Farewell.Length > 0)
        {
            _outbox.Write(fault.Farewell);
        }

        Lose();
    }
}
