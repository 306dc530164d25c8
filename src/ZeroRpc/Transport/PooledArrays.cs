using System.Buffers;
using System.Runtime.InteropServices;

namespace ZeroRpc.Transport;

/// <summary>
/// The shared array pool. It is used for bodies whose ownership is passed on (<see cref="BodyMemory.Passed"/>), and for large buffers. An
/// array that is not returned is left to the garbage collector.
/// </summary>
internal static class PooledArrays
{
    /// <summary>Returns an array of at least this length.</summary>
    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    /// <summary>Returns an array to the pool. Nothing may read the bytes after this call.</summary>
    public static void GiveBack(ReadOnlyMemory<byte> bytes)
    {
        if (MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array))
        {
            ArrayPool<byte>.Shared.Return(array.Array!);
        }
    }
}
