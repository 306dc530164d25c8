using System.Buffers.Binary;
using ZeroRpc.Curve.Native;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// The client's side of CURVE (RFC 26): HELLO proves that it knows the server's key, INITIATE, which only the owner of that key can read, who
/// the client is. Short-term key pairs, which are made for each connection and wiped, give the key for what follows.
/// </summary>
internal sealed class CurveClientMechanism : IMechanism
{
    private const ulong HelloNumber = 1;
    private const ulong InitiateNumber = 2;

    private readonly SocketRole _role;
    private readonly CurvePublicKey _serverKey;
    private readonly CurveKeyPair _keys;
    private readonly HandshakeRandom _random;
    private readonly byte[] _shortTermKey = new byte[Sodium.KeyLength];
    private readonly SecretBytes _shortTermSecret = new();
    private SecretBytes? _shared;
    private CurveCipher? _cipher;

    /// <summary>Creates the mechanism of a connection.</summary>
    public CurveClientMechanism(SocketRole role, CurvePublicKey serverKey, CurveKeyPair keys, HandshakeRandom? random = null)
    {
        _role = role;
        _serverKey = serverKey;
        _keys = keys;
        _random = random ?? HandshakeRandom.Secure;
        _random.NewKeyPair(_shortTermKey, _shortTermSecret.Span);
    }

    /// <inheritdoc/>
    public string Name => CurveCommands.Name;

    /// <inheritdoc/>
    public bool IsServer => false;

    /// <inheritdoc/>
    public PeerProperties? Peer { get; private set; }

    /// <inheritdoc/>
    public PeerPrincipal? Principal { get; private set; }

    /// <inheritdoc/>
    public IFrameCipher? Cipher => _cipher;

    /// <inheritdoc/>
    public string? Suspicion => $"the server closes every connection: is {_serverKey} its key (wrong server key?)";

    /// <inheritdoc/>
    public byte[] Begin()
    {
        byte[] hello = new byte[CurveCommands.Hello.Length];
        CurveCommands.Hello.Version.CopyTo(hello.AsSpan());
        _shortTermKey.CopyTo(hello, CurveCommands.Hello.ClientKeyAt);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Hello.Prefix, HelloNumber);
        nonce[^Nonce.ShortLength..].CopyTo(hello.AsSpan(CurveCommands.Hello.NonceAt));
        return HandshakeBox.TrySeal(hello.AsSpan(CurveCommands.Hello.BoxAt), nonce, _serverKey.Bytes, _shortTermSecret.Span)
            ? Command.Frame("HELLO"u8, hello)
            : throw new PeerFault($"the server's key {_serverKey} is not a key");
    }

    /// <inheritdoc/>
    public byte[] OnCommand(Command command)
    {
        if (command.Name.SequenceEqual("ERROR"u8))
        {
            throw RefusalOf(command.Data);
        }

        ReadOnlySpan<byte> expected = _shared is null ? "WELCOME"u8 : "READY"u8;
        if (!command.Name.SequenceEqual(expected))
        {
            throw new PeerFault($"it says {Printable.Of(command.Name)} where {Printable.Of(expected)} belongs");
        }

        if (_shared is null)
        {
            return Initiate(command.Data.ToArray());
        }

        OnReady(command.Data.ToArray(), _shared);
        return [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shortTermSecret.Dispose();
        _shared?.Dispose();
        _cipher?.Dispose();
    }

    // Anybody on the way can send an ERROR: it ends this attempt, and decides nothing else.
    private PeerFault RefusalOf(ReadOnlySpan<byte> data)
    {
        string reason = data.IsEmpty || data[1..].SequenceEqual(CurveCommands.NotAllowed) ? "" : $" ({Printable.Of(data[1..])})";
        return new PeerFault($"the server refused this client{reason}: is this client's key {_keys.PublicKey} allowed there?") { IsRefusal = true };
    }

    private byte[] Initiate(Span<byte> welcome)
    {
        if (welcome.Length != CurveCommands.Welcome.Length)
        {
            throw new PeerFault($"its WELCOME has {welcome.Length} bytes where {CurveCommands.Welcome.Length} belong");
        }

        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Welcome.Prefix, welcome[..Nonce.LongLength]);
        Span<byte> box = welcome[Nonce.LongLength..];
        if (!HandshakeBox.TryOpen(box, nonce, _serverKey.Bytes, _shortTermSecret.Span))
        {
            throw new PeerFault($"its WELCOME is not from the owner of the server's key {_serverKey}");
        }

        ReadOnlySpan<byte> content = box[Sodium.MacLength..];
        ReadOnlySpan<byte> serverShortTermKey = content[..Sodium.KeyLength];
        var shared = new SecretBytes();
        if (!Sodium.TryShare(serverShortTermKey, _shortTermSecret.Span, shared.Span))
        {
            throw new PeerFault("the key in its WELCOME is not a key");
        }

        _shared = shared;
        _shortTermSecret.Dispose();
        return Initiate(content[Sodium.KeyLength..], serverShortTermKey, shared);
    }

    private byte[] Initiate(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> serverShortTermKey, SecretBytes shared)
    {
        byte[] metadata = PeerProperties.Write(_role);
        byte[] initiate = new byte[CurveCommands.Initiate.MinLength + metadata.Length];
        cookie.CopyTo(initiate);
        Span<byte> content = initiate.AsSpan(CurveCommands.Initiate.BoxAt + Sodium.MacLength);
        _keys.PublicKey.Bytes.CopyTo(content);
        WriteVouch(content.Slice(Sodium.KeyLength, CurveCommands.Vouch.Length), serverShortTermKey);
        metadata.CopyTo(content[(Sodium.KeyLength + CurveCommands.Vouch.Length)..]);

        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Initiate.Prefix, InitiateNumber);
        nonce[^Nonce.ShortLength..].CopyTo(initiate.AsSpan(CurveCommands.Initiate.NonceAt));
        Sodium.Seal(initiate.AsSpan(CurveCommands.Initiate.BoxAt), nonce, shared.Span);
        return Command.Frame("INITIATE"u8, initiate);
    }

    /// <summary>The owner of this client's key vouches for its short-term key, to this server alone.</summary>
    private void WriteVouch(Span<byte> vouch, ReadOnlySpan<byte> serverShortTermKey)
    {
        _random.Fill(vouch[..Nonce.LongLength]);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Vouch.Prefix, vouch[..Nonce.LongLength]);
        Span<byte> box = vouch[Nonce.LongLength..];
        _shortTermKey.CopyTo(box[Sodium.MacLength..]);
        _serverKey.Bytes.CopyTo(box[(Sodium.MacLength + Sodium.KeyLength)..]);
        if (!HandshakeBox.TrySeal(box, nonce, serverShortTermKey, _keys))
        {
            throw new PeerFault("the key in its WELCOME is not a key");
        }
    }

    private void OnReady(Span<byte> ready, SecretBytes shared)
    {
        if (ready.Length < CurveCommands.Ready.MinLength)
        {
            throw new PeerFault($"its READY has {ready.Length} bytes where {CurveCommands.Ready.MinLength} belong at least");
        }

        ulong number = BinaryPrimitives.ReadUInt64BigEndian(ready);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Ready.Prefix, number);
        Span<byte> box = ready[Nonce.ShortLength..];
        if (!Sodium.TryOpen(box, nonce, shared.Span))
        {
            throw new PeerFault("its READY is not authentic");
        }

        Peer = PeerProperties.Read(box[Sodium.MacLength..]);
        Principal = new PeerPrincipal(_serverKey.ToString(), Name: null);
        _cipher = new CurveCipher(shared, isServer: false, lastSent: InitiateNumber, lastReceived: number);
    }
}
