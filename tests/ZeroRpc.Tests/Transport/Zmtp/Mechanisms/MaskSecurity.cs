using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp.Mechanisms;

/// <summary>
/// A mechanism with the shape of CURVE and no secrets: the client sends HELLO, the server answers READY, the client answers READY. Each frame
/// is masked by a byte and carries its number.
/// </summary>
/// <param name="isServer">The mechanism's side.</param>
internal sealed class MaskSecurity(bool isServer) : ISecurity
{
    public const byte Mask = 0x5A;

    /// <summary>Decides on the server's side about a client that sent HELLO: the test may answer later, or refuse.</summary>
    public Func<MaskMechanism, byte[]> OnHello { get; set; } = mechanism => mechanism.Ready();

    /// <summary>The number of mechanisms that were made and not disposed.</summary>
    public int Live;

    /// <summary>The latest mechanism made.</summary>
    public MaskMechanism? Last { get; private set; }

    public IMechanism NewMechanism(SocketRole role, IMechanismHost host)
    {
        Interlocked.Increment(ref Live);
        return Last = new MaskMechanism(role, host, isServer, this);
    }
}

/// <summary>One connection of <see cref="MaskSecurity"/>.</summary>
internal sealed class MaskMechanism(SocketRole role, IMechanismHost host, bool isServer, MaskSecurity security) : IMechanism
{
    public string Name => "MASK";

    public bool IsServer => isServer;

    public PeerProperties? Peer { get; private set; }

    public IFrameCipher Cipher { get; } = new MaskCipher();

    public PeerPrincipal? Principal => null;

    public string? Suspicion => null;

    public IMechanismHost Host => host;

    public byte[] Begin() => isServer ? [] : Command.Frame("HELLO"u8, PeerProperties.Write(role));

    public byte[] OnCommand(Command command)
    {
        if (isServer)
        {
            _properties = PeerProperties.Read(command.Data);
            return security.OnHello(this);
        }

        Peer = PeerProperties.Read(command.Data);
        return [];
    }

    /// <summary>The server's answer, which ends the handshake.</summary>
    public byte[] Ready()
    {
        Peer = _properties;
        return Command.Frame("READY"u8, PeerProperties.Write(role));
    }

    public void Dispose() => Interlocked.Decrement(ref security.Live);

    private PeerProperties? _properties;
}

/// <summary>Eight bytes of a number, a byte of flags as CURVE has them, and the payload, all but the number masked.</summary>
internal sealed class MaskCipher : IFrameCipher
{
    private const int NumberLength = 8;

    private long _sealed;
    private long _opened;

    public int Overhead => NumberLength + 1;

    public void Seal(FrameHeader frame, ReadOnlySpan<byte> payload, Span<byte> to)
    {
        BinaryPrimitives.WriteInt64BigEndian(to, ++_sealed);
        to[NumberLength] = (byte)((frame.HasMore ? 1 : 0) | (frame.IsCommand ? 2 : 0));
        payload.CopyTo(to[Overhead..]);
        Flip(to[NumberLength..]);
    }

    public Frame Open(in Frame frame)
    {
        Span<byte> bytes = MemoryMarshal.AsMemory(frame.Bytes).Span;
        if (bytes.Length < Overhead || BinaryPrimitives.ReadInt64BigEndian(bytes) != ++_opened)
        {
            throw new PeerFault("a masked frame is not the next one");
        }

        Flip(bytes[NumberLength..]);
        var header = new FrameHeader((bytes[NumberLength] & 2) != 0, (bytes[NumberLength] & 1) != 0, bytes.Length - Overhead);
        return new Frame(header, frame.Bytes[Overhead..], frame.Memory);
    }

    private static void Flip(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            b ^= MaskSecurity.Mask;
        }
    }
}
