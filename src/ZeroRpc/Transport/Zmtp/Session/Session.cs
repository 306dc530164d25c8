namespace ZeroRpc.Transport.Zmtp;

/// <summary>The user of a session. Called on the thread that passes received bytes to the session.</summary>
internal interface ISessionUser
{
    /// <summary>Sends bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// The handshake has completed. All bytes that are written from now on must be encrypted by <paramref name="cipher"/>, if there is one.
    /// </summary>
    /// <exception cref="PeerFault">The peer is rejected.</exception>
    void OnReady(PeerProperties peer, IFrameCipher? cipher);

    /// <summary>A frame of a message was received.</summary>
    void OnFrame(in Frame frame);

    /// <summary>A command was received that the session itself does not use.</summary>
    void OnCommand(Command command);

    /// <summary>Whether the next frame can be delivered.</summary>
    bool TakesMore { get; }
}

/// <summary>
/// The protocol of one connection, independent of the socket (ZeroMQ RFC 23 and 37): the greeting, the handshake, then commands and the
/// frames of messages.
/// </summary>
/// <param name="mechanism">The security mechanism.</param>
/// <param name="user">The user of the session.</param>
/// <param name="maxMessageSize">The largest message that is accepted, in bytes.</param>
/// <param name="skipsLarger">Whether a larger message is cut to its beginning (<see cref="Frame.IsCut"/>) instead of a fault of the peer.</param>
internal sealed class Session(IMechanism mechanism, ISessionUser user, long maxMessageSize, bool skipsLarger = false)
{
    private const int PingTtl = 2;
    private const int MaxPingContext = 16;

    private readonly FrameReader _frames = new(maxMessageSize, skipsLarger);
    private IFrameCipher? _cipher;

    /// <summary>Whether the peer's greeting has been received and matches.</summary>
    public bool HasGreeted { get; private set; }

    /// <summary>Whether the handshake has completed.</summary>
    public bool IsReady => _frames.TakesMessages;

    /// <summary>Whether the peer supports ZMTP 3.1 or later.</summary>
    public bool IsOf31 { get; private set; }

    /// <summary>Whether there are unprocessed bytes because the user accepts no more frames.</summary>
    public bool HoldsBack { get; private set; }

    /// <summary>The destination of the next bytes. Empty if they must be passed to <see cref="OnBytes"/>.</summary>
    public Memory<byte> Missing => _frames.Missing;

    /// <summary>Sends the greeting of this side.</summary>
    public void Start() => user.Write(Greeting.Of(mechanism.Name, mechanism.IsServer));

    /// <summary>
    /// Processes received bytes. Returns the number of bytes that were used. The other bytes must be passed again, with more bytes after
    /// them.
    /// </summary>
    /// <exception cref="PeerFault">The connection must be closed.</exception>
    public int OnBytes(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> rest = bytes;
        if (!HasGreeted)
        {
            if (!Greeting.TryRead(bytes.Span, mechanism.Name))
            {
                return 0;
            }

            if (mechanism.IsServer && Greeting.IsServer(bytes.Span))
            {
                throw new PeerFault($"both sides are the server of the mechanism '{mechanism.Name}'");
            }

            HasGreeted = true;
            IsOf31 = Greeting.IsOf31(bytes.Span);
            rest = bytes[Greeting.Length..];
            user.Write(mechanism.Begin());
        }

        HoldsBack = !user.TakesMore;
        while (!HoldsBack && _frames.TryRead(ref rest, out Frame frame))
        {
            OnFrame(frame);
            HoldsBack = !user.TakesMore && !rest.IsEmpty;
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>Processes bytes that were written to <see cref="Missing"/>.</summary>
    /// <exception cref="PeerFault">The connection must be closed.</exception>
    public void OnFilled(int count)
    {
        if (_frames.OnFilled(count, out Frame frame))
        {
            OnFrame(frame);
        }
    }

    /// <summary>
    /// Sends the next frame of the mechanism, and completes the session's handshake when the mechanism has completed its own.
    /// </summary>
    /// <exception cref="PeerFault">The peer is rejected.</exception>
    public void Continue(ReadOnlySpan<byte> answer)
    {
        user.Write(answer);
        if (!IsReady && mechanism.Peer is { } peer)
        {
            _cipher = mechanism.Cipher;
            _frames.SealOverhead = _cipher?.Overhead;
            _frames.TakesMessages = true;
            user.OnReady(peer, _cipher);
        }
    }

    private void OnFrame(in Frame frame)
    {
        if (_cipher is null)
        {
            OnOpenFrame(frame);
        }
        else
        {
            Frame opened = _cipher.Open(frame);
            _frames.CheckLength(opened.Header);
            OnOpenFrame(opened);
        }
    }

    private void OnOpenFrame(in Frame frame)
    {
        if (frame.Header.IsCommand)
        {
            OnCommand(Command.Read(frame.Payload));
        }
        else
        {
            user.OnFrame(frame);
        }
    }

    private void OnCommand(Command command)
    {
        if (!IsReady)
        {
            Continue(mechanism.OnCommand(command));
        }
        else if (command.Name.SequenceEqual("PING"u8))
        {
            OnPing(command.Data);
        }
        else if (command.Name.SequenceEqual("ERROR"u8))
        {
            throw new PeerFault($"it has an error: {Printable.Of(command.Data.IsEmpty ? [] : command.Data[1..])}");
        }
        else
        {
            // Includes PONG. Later versions of the protocol may add commands.
            user.OnCommand(command);
        }
    }

    private void OnPing(ReadOnlySpan<byte> data)
    {
        if (data.Length is < PingTtl or > PingTtl + MaxPingContext)
        {
            throw new PeerFault($"its PING says {data.Length} bytes");
        }

        user.Write(Command.Frame("PONG"u8, data[PingTtl..]));
    }
}
