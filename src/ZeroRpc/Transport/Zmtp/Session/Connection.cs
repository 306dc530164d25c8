using System.Net.Sockets;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Who made a connection. Called on the loop's thread.</summary>
internal interface IConnectionOwner
{
    /// <summary>The handshake is done: gives the pipe that the connection serves.</summary>
    /// <exception cref="PeerFault">The peer is not wanted.</exception>
    Pipe Admit(PeerProperties peer);

    /// <summary>The connection has gone, and with it what <paramref name="pipe"/> gave it; there is no pipe when there was no handshake.</summary>
    void OnLost(Connection connection, Pipe? pipe);
}

/// <summary>One connection to a peer: receives on the loop's thread, and sends by its <see cref="Outbox"/>.</summary>
internal sealed class Connection : IoSource, ISessionUser, IMechanismHost
{
    // After so many reads the loop's other sources have their turn.
    private const int MaxReads = 16;

    // While nothing is delivered, so much is read ahead: a peer that goes is noticed, if it had not sent more than that.
    private const int MaxHeld = 16 * 1024;

    private readonly Socket _socket;
    private readonly ConnectionSettings _settings;
    private readonly IConnectionOwner _owner;
    private readonly Outbox _outbox;
    private readonly IMechanism _mechanism;
    private readonly Session _session;
    private readonly long _handshakeEnds;
    private PartialFrame _leftover = new();
    private MessageReader? _messages;
    private Pipe? _pipe;
    private bool _hasEnded;
    private bool _isClosed;

    /// <summary>Takes a socket that is connected.</summary>
    /// <param name="socket">The socket, which is closed with the connection.</param>
    /// <param name="peer">What the log calls the peer.</param>
    /// <param name="loop">The loop that watches the connection.</param>
    /// <param name="settings">What all connections of a socket have in common.</param>
    /// <param name="owner">Who made it.</param>
    public Connection(Socket socket, string peer, IoLoop loop, ConnectionSettings settings, IConnectionOwner owner)
        : base(settings.Loops, loop)
    {
        _socket = socket;
        _settings = settings;
        _owner = owner;
        Peer = peer;
        _outbox = new Outbox(socket, this, settings.Role.HasDelimiter(), settings.MaxUnsent);
        _mechanism = settings.NewMechanism(this);
        _session = new Session(_mechanism, this, settings.MaxMessageSize);
        _handshakeEnds = Environment.TickCount64 + (long)settings.HandshakeTime.TotalMilliseconds;
        SocketSettings.Apply(socket);
    }

    /// <summary>What the log calls the peer: its address.</summary>
    public string Peer { get; }

    /// <summary>Why the other side will not have this one; null when it did not say so.</summary>
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
        : _session.IsReady ? _outbox.DueAt
        : Math.Min(_handshakeEnds, _outbox.DueAt);

    /// <inheritdoc/>
    public override bool IsDone => _pipe is null || _outbox.IsFailed || (_outbox.IsDone && !_pipe.HasWaiting);

    private bool WantsToRead =>
        !_hasEnded && !Loops.IsClosed && (!(IsPaused || _session.HoldsBack) || (_leftover.Length < MaxHeld && _session.Missing.IsEmpty));

    // The handshake is done whether messages are wanted or not.
    private bool IsPaused => _session.IsReady && !_settings.Receiving.IsOn;

    /// <inheritdoc/>
    bool ISessionUser.TakesMore => !IsPaused;

    /// <summary>Begins. On the loop's thread, or before the loop knows the connection.</summary>
    public void Start() => _session.Start();

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

    /// <summary>Ends the connection and tells its owner.</summary>
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
        // A peer that asks and asks and reads no answer gets none.
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

        Pipe pipe = _owner.Admit(peer);
        pipe.Principal = _mechanism.Principal;
        _messages = new MessageReader(pipe, _settings.Role.HasDelimiter());
        _pipe = pipe;
        Log.Connected(_settings.Logger, Peer);
        if (cipher is not null)
        {
            _outbox.Protect(cipher);
        }

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
            Deliver(message);
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

    private void Deliver(in IncomingMessage message)
    {
        if (message.Body.IsEmpty)
        {
            _settings.Sink.OnMalformed(message.Route, "a message with an empty event came");
        }
        else
        {
            _settings.Sink.OnMessage(message);
        }
    }

    /// <summary>Receives once, and deals with what came; true when there may be more.</summary>
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

        Use(buffer.AsMemory(0, missing.IsEmpty ? kept + count : 0), filled: missing.IsEmpty ? 0 : count);
        return count == room.Length;
    }

    /// <summary>Gives the session bytes, or tells it that so many of a large frame were filled in.</summary>
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

    /// <summary>The peer has ended the connection: what it sent before counts, though it may have to wait.</summary>
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

    /// <summary>Nothing can be sent any more; what the peer had sent before counts.</summary>
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
