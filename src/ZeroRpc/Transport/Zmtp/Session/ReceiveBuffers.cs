namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// What loops receive into, lent from one waking to the next sleep: a process of a thousand sockets needs no more of them than it has
/// processors. Not the shared pool, which keeps one for every thread that ever gave one back. Thread-safe.
/// </summary>
internal static class ReceiveBuffers
{
    /// <summary>The size of each.</summary>
    public const int Size = 64 * 1024;

    private static readonly byte[]?[] Kept = new byte[]?[2 * Environment.ProcessorCount];

    /// <summary>Lends one.</summary>
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

    /// <summary>Takes it back.</summary>
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
