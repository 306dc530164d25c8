namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The buffers into which loops receive. A loop holds one only while it is awake, so that a process with a thousand sockets needs no more
/// buffers than it has processors. The shared array pool is not used, because it keeps an array for every thread that ever returned one.
/// Thread-safe.
/// </summary>
internal static class ReceiveBuffers
{
    /// <summary>The size of each buffer.</summary>
    public const int Size = 64 * 1024;

    private static readonly byte[]?[] Kept = new byte[]?[2 * Environment.ProcessorCount];

    /// <summary>Rents a buffer.</summary>
    public static byte[] Rent()
    {
        foreach (ref byte[]? kept in Kept.AsSpan())
        {
            if (Interlocked.Exchange(ref kept, null) is { } buffer)
            {
                return buffer;
            }
        }

        return GC.AllocateUninitializedArray<byte>(Size);
    }

    /// <summary>Returns a buffer.</summary>
    public static void GiveBack(byte[] buffer)
    {
        foreach (ref byte[]? kept in Kept.AsSpan())
        {
            if (Interlocked.CompareExchange(ref kept, buffer, null) is null)
            {
                return;
            }
        }
    }
}
