namespace ZeroRpc.Transport.Zmtp;

/// <summary>Who uses a session. Called on the thread that gives it what came.</summary>
internal interface ISessionUser
{
    /// <summary>Bytes are to be sent.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The handshake is done. All that is written from now on is sealed by <paramref name="cipher"/>, if there is one.</summary>
    /// <exception cref="PeerFault">The peer is not wanted.</exception>
    void OnReady(PeerProperties peer, IFrameCipher? cipher);

    /// <summary>A frame of a message came.</summary>
    void OnFrame(in Frame frame);

    /// <summary>A command came that the session itself has no use for.</summary>
    void OnCommand(Command command);

    /// <summary>Whether the next frame may be given.</summary>
    bool TakesMore { get; }
}

/// <summary>
/// The protocol of one connection, without its socket (ZeroMQ RFC 23 and 37): greeting, handshake, then commands and the frames of messages.
/// </summary>
internal sealed class Session(IMechanism mechanism, ISessionUser user, long maxMessageSize)
{
    private const int PingTtl = 2;
    private const int MaxPingContext = 16;

    private readonly FrameReader _frames = new(maxMessageSize);
    private IFrameCipher? _cipher;

    /// <summary>Whether the peer's greeting has come, and fits ours.</summary>
    public bool HasGreeted { get; private set; }

    /// <summary>Whether the handshake is done.</summary>
    public bool IsReady => _frames.TakesMessages;

    /// <summary>Whether the peer speaks ZMTP 3.1 or later.</summary>
    public bool IsOf31 { get; private set; }

    /// <summary>Whether there are bytes that were not looked at, because the user takes no more.</summary>
    public bool HoldsBack { get; private set; }

    /// <summary>Where the next bytes go, if not to <see cref="OnBytes"/>.</summary>
    public Memory<byte> Missing => _frames.Missing;

    /// <summary>Sends our greeting.</summary>
    public void Start() => user.Write(Greeting.Of(mechanism.Name, mechanism.IsServer));

    /// <summary>Bytes came. Gives how many were used; the others are to be given again, with more behind them.</summary>
    /// <exception cref="PeerFault">The peer is to be cut off.</exception>
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

    /// <summary>So many bytes were written to <see cref="Missing"/>.</summary>
    /// <exception cref="PeerFault">The peer is to be cut off.</exception>
    public void OnFilled(int count)
    {
        if (_frames.OnFilled(count, out Frame frame))
        {
            OnFrame(frame);
        }
    }

    /// <summary>The mechanism goes on by itself: takes the frame with which it does.</summary>
    /// <exception cref="PeerFault">The peer is not wanted.</exception>
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
            // PONG among them; later versions may add some.
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
