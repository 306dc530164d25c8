using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ZeroRpc.Curve.Native;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Curve.Handshake;

/// <summary>
/// Boxes the frames of one connection into MESSAGE (RFC 26): its name, the number of the nonce, and a box of a byte of flags and the payload.
/// </summary>
/// <param name="sharedKey">The key of both short-term pairs, which is wiped with the cipher.</param>
/// <param name="isServer">Whether this side is the server: each side has a prefix of its own.</param>
/// <param name="lastSent">The number of the nonce used last in the handshake.</param>
/// <param name="lastReceived">The number that the peer used last.</param>
internal sealed class CurveCipher(SecretBytes sharedKey, bool isServer, ulong lastSent, ulong lastReceived) : IFrameCipher, IDisposable
{
    private const int NameLength = 8;
    private const int BoxStart = NameLength + Nonce.ShortLength;
    private const int FlagsAt = BoxStart + Sodium.MacLength;
    private const int PayloadStart = FlagsAt + 1;
    private const byte More = 1;
    private const byte Command = 2;

    private readonly Lock _gate = new();
    private ulong _lastSent = lastSent;
    private ulong _lastReceived = lastReceived;

    /// <inheritdoc/>
    public int Overhead => PayloadStart;

    private static ReadOnlySpan<byte> Name => "\x07MESSAGE"u8;

    private static ReadOnlySpan<byte> ClientPrefix => "CurveZMQMESSAGEC"u8;

    private static ReadOnlySpan<byte> ServerPrefix => "CurveZMQMESSAGES"u8;

    /// <inheritdoc/>
    public void Seal(FrameHeader frame, ReadOnlySpan<byte> payload, Span<byte> to)
    {
        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        payload.CopyTo(to[PayloadStart..]);
        to[FlagsAt] = (byte)((frame.HasMore ? More : 0) | (frame.IsCommand ? Command : 0));
        Name.CopyTo(to);
        lock (_gate)
        {
            // The key is wiped by the loop's thread while another one may be sending: nothing is ever boxed with a wiped key.
            Nonce.Write(nonce, isServer ? ServerPrefix : ClientPrefix, ++_lastSent);
            Sodium.Seal(to[BoxStart..], nonce, sharedKey.Span);
        }

        nonce[^Nonce.ShortLength..].CopyTo(to[NameLength..]);
    }

    /// <inheritdoc/>
    public Frame Open(in Frame frame)
    {
        Span<byte> bytes = MemoryMarshal.AsMemory(frame.Bytes).Span;
        if (bytes.Length < PayloadStart || !bytes.StartsWith(Name))
        {
            throw new PeerFault("it sends what is not encrypted");
        }

        ulong number = BinaryPrimitives.ReadUInt64BigEndian(bytes[NameLength..]);
        if (number <= _lastReceived)
        {
            throw new PeerFault("the nonce of a MESSAGE does not rise: it was sent before");
        }

        Span<byte> nonce = stackalloc byte[Sodium.NonceLength];
        Nonce.Write(nonce, isServer ? ClientPrefix : ServerPrefix, number);
        if (!Sodium.TryOpen(bytes[BoxStart..], nonce, sharedKey.Span))
        {
            throw new PeerFault("a MESSAGE is not authentic: it was altered on the way, or is of another connection");
        }

        _lastReceived = number;
        return new Frame(HeaderOf(bytes[FlagsAt], bytes.Length - PayloadStart), frame.Bytes[PayloadStart..], frame.Memory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            sharedKey.Dispose();
        }
    }

    private static FrameHeader HeaderOf(byte flags, int length) => flags < (More | Command)
        ? new FrameHeader((flags & Command) != 0, (flags & More) != 0, length)
        : throw new PeerFault($"the flags of a MESSAGE are 0x{flags:x2}, which means nothing");
}
