using System.Buffers;
using System.Runtime.InteropServices;

namespace ZeroRpc.Transport;

/// <summary>
/// The shared pool's arrays: of bodies that are passed on (<see cref="BodyMemory.Passed"/>), and of buffers while they are large. One that is
/// never given back is the garbage collector's.
/// </summary>
internal static class PooledArrays
{
    /// <summary>An array for so many bytes, or more.</summary>
    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    /// <summary>Nobody looks at the bytes any more.</summary>
    public static void GiveBack(ReadOnlyMemory<byte> bytes)
    {
        if (MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array))
        {
            ArrayPool<byte>.Shared.Return(array.Array!);
        }
    }
}
