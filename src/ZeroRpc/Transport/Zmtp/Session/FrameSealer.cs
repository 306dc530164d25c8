namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// Encrypts the frames that an <see cref="Outbox"/> is about to send. Runs on the sending thread, so that adding a message does not wait
/// for encryption.
/// </summary>
internal sealed class FrameSealer(IFrameCipher cipher)
{
    /// <summary>
    /// The number of bytes that are encrypted before they are sent. The peer decrypts them while the next ones are encrypted.
    /// </summary>
    private const int Batch = 64 * 1024;

    private readonly SendBuffer _sealed = new();

    /// <summary>
    /// Returns the bytes to send now. More of <paramref name="plain"/> is encrypted when the previous bytes have been sent.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The connection has ended.</exception>
    public SendBuffer Next(SendBuffer plain)
    {
        if (_sealed.Length == 0)
        {
            while (plain.Length > 0 && _sealed.Length < Batch)
            {
                MoveNext(plain);
            }
        }

        return _sealed;
    }

    private void MoveNext(SendBuffer plain)
    {
        if (plain.InClear > 0)
        {
            ReadOnlySpan<byte> handshake = plain.Next[..plain.InClear];
            _sealed.Add(handshake);
            plain.Remove(handshake.Length);
            return;
        }

        FrameHeader header = plain.PeekFrame(out ReadOnlySpan<byte> payload);
        Seal(header, payload, cipher.Overhead + payload.Length);
        plain.RemoveFrame();
    }

    private void Seal(FrameHeader header, ReadOnlySpan<byte> payload, int length)
    {
        if (length <= SendBuffer.LargestCopy)
        {
            cipher.Seal(header, payload, _sealed.AddFrame(length));
            return;
        }

        byte[] array = PooledArrays.Rent(length);
        cipher.Seal(header, payload, array.AsSpan(0, length));
        _sealed.AddFrame(array.AsMemory(0, length), hasMore: false, BodyMemory.Passed);
    }
}
