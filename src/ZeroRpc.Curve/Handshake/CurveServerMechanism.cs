using System.Buffers.Binary;
using System.Security.Cryptography;
using ZeroRpc.Curve.Access;
using ZeroRpc.Curve.Native;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// The server's side of CURVE (RFC 26). Between HELLO and INITIATE it keeps no key: the cookie carries them. A client that has proven that it
/// owns its key is admitted or refused by <see cref="IClientAccess"/>, which may take its time.
/// </summary>
internal sealed class CurveServerMechanism(SocketRole role, IMechanismHost host, CurveServerSecurity security)
    : IMechanism, IAdmittedConnection
{
    private const ulong ReadyNumber = 1;

    private readonly ulong _connection = CurveServerSecurity.NextConnection();
    private State _state;
    private SecretBytes? _shared;
    private PeerProperties? _metadata;
    private ulong _lastReceived;
    private CurveClient? _client;
    private CancellationTokenSource? _deciding;
    private CurveCipher? _cipher;

    private enum State
    {
        AwaitsHello,
        AwaitsInitiate,
        Decides,
        Ready,
        Ended,
    }

    /// <inheritdoc/>
    public string Name => CurveCommands.Name;

    /// <inheritdoc/>
    public bool IsServer => true;

    /// <inheritdoc/>
    public PeerProperties? Peer { get; private set; }

    /// <inheritdoc/>
    public PeerPrincipal? Principal { get; private set; }

    /// <inheritdoc/>
    public IFrameCipher? Cipher => _cipher;

    /// <inheritdoc/>
    public string? Suspicion => null;

    /// <inheritdoc/>
    public byte[] Begin() => [];

    /// <inheritdoc/>
    public byte[] OnCommand(Command command)
    {
        switch (_state)
        {
            case State.AwaitsHello when command.Name.SequenceEqual("HELLO"u8):
                _state = State.AwaitsInitiate;
                return OnHello(command.Data.ToArray());
            case State.AwaitsInitiate when command.Name.SequenceEqual("INITIATE"u8):
                _state = State.Decides;
                OnInitiate(command.Data.ToArray());
                return Decide();
            default:
                string expected = _state switch
                {
                    State.AwaitsHello => "HELLO",
                    State.AwaitsInitiate => "INITIATE",
                    _ => "nothing",
                };
                throw new PeerFault($"it says {Printable.Of(command.Name)} where {expected} belongs");
        }
    }

    /// <inheritdoc/>
    void IAdmittedConnection.Revoke() => host.Continue(() => throw NotAllowed());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_state == State.Decides)
        {
            _ = _deciding?.CancelAsync(); // On another thread, because callbacks of the token are user code.
        }

        _state = State.Ended;
        if (_client is not null)
        {
            security.Access.OnEnded(_client.Key, this);
        }

        _shared?.Dispose();
        _cipher?.Dispose();
    }

    private byte[] OnHello(Span<byte> hello)
    {
        if (hello.Length != CurveCommands.Hello.Length)
        {
            throw new PeerFault($"its HELLO has {hello.Length} bytes where {CurveCommands.Hello.Length} belong");
        }

        if (!hello.StartsWith(CurveCommands.Hello.Version))
        {
            throw new PeerFault($"its HELLO is of version {hello[0]}.{hello[1]} of CURVE, and this side knows 1.0");
        }

        ReadOnlySpan<byte> clientKey = hello.Slice(CurveCommands.Hello.ClientKeyAt, Sodium.KeyLength);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Hello.Prefix, BinaryPrimitives.ReadUInt64BigEndian(hello[CurveCommands.Hello.NonceAt..]));
        Span<byte> box = hello[CurveCommands.Hello.BoxAt..];
        if (!HandshakeBox.TryOpen(box, nonce, clientKey, security.Keys) || box[Sodium.MacLength..].ContainsAnyExcept((byte)0))
        {
            throw new PeerFault($"its HELLO is not for this server's key {security.Keys.PublicKey}: does it have another?");
        }

        return Command.Frame("WELCOME"u8, Welcome(clientKey));
    }

    private byte[] Welcome(ReadOnlySpan<byte> clientKey)
    {
        Span<byte> shortTermSecret = stackalloc byte[Sodium.KeyLength];
        byte[] welcome = new byte[CurveCommands.Welcome.Length];
        Span<byte> box = welcome.AsSpan(Nonce.LongLength);
        Span<byte> content = box[Sodium.MacLength..];
        security.Random.NewKeyPair(content[..Sodium.KeyLength], shortTermSecret);
        security.Cookies.Write(content[Sodium.KeyLength..], _connection, clientKey, shortTermSecret);
        CryptographicOperations.ZeroMemory(shortTermSecret);

        security.Random.Fill(welcome.AsSpan(0, Nonce.LongLength));
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Welcome.Prefix, welcome.AsSpan(0, Nonce.LongLength));
        return HandshakeBox.TrySeal(box, nonce, clientKey, security.Keys)
            ? welcome
            : throw new PeerFault("the key in its HELLO is not a key");
    }

    private void OnInitiate(Span<byte> initiate)
    {
        if (initiate.Length < CurveCommands.Initiate.MinLength)
        {
            throw new PeerFault($"its INITIATE has {initiate.Length} bytes where {CurveCommands.Initiate.MinLength} belong at least");
        }

        Span<byte> clientShortTermKey = stackalloc byte[Sodium.KeyLength];
        Span<byte> shortTermSecret = stackalloc byte[Sodium.KeyLength];
        if (!security.Cookies.TryRead(initiate[..CookieKeys.Length], _connection, clientShortTermKey, shortTermSecret))
        {
            throw new PeerFault("the cookie in its INITIATE is not the one that this connection was given, or is too old");
        }

        try
        {
            Open(initiate, clientShortTermKey, shortTermSecret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shortTermSecret);
        }
    }

    private void Open(Span<byte> initiate, ReadOnlySpan<byte> clientShortTermKey, ReadOnlySpan<byte> shortTermSecret)
    {
        _shared = new SecretBytes();
        _lastReceived = BinaryPrimitives.ReadUInt64BigEndian(initiate[CurveCommands.Initiate.NonceAt..]);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Initiate.Prefix, _lastReceived);
        Span<byte> box = initiate[CurveCommands.Initiate.BoxAt..];
        if (!Sodium.TryShare(clientShortTermKey, shortTermSecret, _shared.Span) || !Sodium.TryOpen(box, nonce, _shared.Span))
        {
            throw new PeerFault("its INITIATE is not authentic");
        }

        Span<byte> content = box[Sodium.MacLength..];
        var key = CurvePublicKey.FromBytes(content[..Sodium.KeyLength]);
        CheckVouch(content.Slice(Sodium.KeyLength, CurveCommands.Vouch.Length), key, clientShortTermKey, shortTermSecret);
        _metadata = PeerProperties.Read(content[(Sodium.KeyLength + CurveCommands.Vouch.Length)..]);
        _client = new CurveClient(key, host.Address);
    }

    /// <summary>Checks that the sender of INITIATE owns the key in it: that key authenticates the short-term key for this server.</summary>
    private void CheckVouch(
        Span<byte> vouch, CurvePublicKey key, ReadOnlySpan<byte> clientShortTermKey, ReadOnlySpan<byte> shortTermSecret)
    {
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Vouch.Prefix, vouch[..Nonce.LongLength]);
        Span<byte> box = vouch[Nonce.LongLength..];
        if (!HandshakeBox.TryOpen(box, nonce, key.Bytes, shortTermSecret))
        {
            throw new PeerFault($"its vouch is not from the owner of the key {key}");
        }

        ReadOnlySpan<byte> content = box[Sodium.MacLength..];
        if (!CryptographicOperations.FixedTimeEquals(content[..Sodium.KeyLength], clientShortTermKey)
            || !CryptographicOperations.FixedTimeEquals(content[Sodium.KeyLength..], security.Keys.PublicKey.Bytes))
        {
            throw new PeerFault($"the vouch of the key {key} is for another connection or another server");
        }
    }

    private byte[] Decide()
    {
        _deciding = new CancellationTokenSource();
        ValueTask<string?> decision = security.Access.AdmitAsync(_client!, this, _deciding.Token);
        if (decision.IsCompletedSuccessfully)
        {
            return Answer(decision.Result);
        }

        _ = AnswerLaterAsync(decision);
        return [];
    }

    private async Task AnswerLaterAsync(ValueTask<string?> decision)
    {
        Func<byte[]> answer;
        try
        {
            string? name = await decision.ConfigureAwait(false);
            answer = () => Answer(name);
        }
        catch (Exception exception)
        {
            answer = () => throw new PeerFault(
                $"whether its key {_client!.Key} is allowed could not be decided: {exception.GetType().Name}: {exception.Message}")
            {
                Farewell = ErrorOf(CurveCommands.NotDecided),
            };
        }

        host.Continue(answer);
    }

    private byte[] Answer(string? name)
    {
        if (name is null)
        {
            throw NotAllowed();
        }

        byte[] metadata = PeerProperties.Write(role);
        byte[] ready = new byte[CurveCommands.Ready.MinLength + metadata.Length];
        metadata.CopyTo(ready, CurveCommands.Ready.MinLength);
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, CurveCommands.Ready.Prefix, ReadyNumber);
        nonce[^Nonce.ShortLength..].CopyTo(ready);
        Sodium.Seal(ready.AsSpan(Nonce.ShortLength), nonce, _shared!.Span);

        _cipher = new CurveCipher(_shared, isServer: true, lastSent: ReadyNumber, _lastReceived);
        _state = State.Ready;
        Principal = new PeerPrincipal(_client!.Key.ToString(), name);
        Peer = _metadata;
        return Command.Frame("READY"u8, ready);
    }

    private PeerFault NotAllowed() => new($"its key {_client!.Key} is not allowed here")
    {
        Farewell = ErrorOf(CurveCommands.NotAllowed),
    };

    private static byte[] ErrorOf(ReadOnlySpan<byte> status) => Command.Frame("ERROR"u8, [(byte)status.Length, .. status]);
}
