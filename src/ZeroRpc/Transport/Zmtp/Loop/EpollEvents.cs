using System.Runtime.InteropServices;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// An array of <c>struct epoll_event</c>: 4 bytes of events, and 8 bytes of data that the kernel returns unchanged. On x64 and x86, the
/// structure is packed to 12 bytes; on other architectures, such as arm64, alignment makes it 16 bytes (see <c>sys/epoll.h</c>).
/// </summary>
internal sealed class EpollEvents(int capacity)
{
    /// <summary>The largest size of the structure.</summary>
    public const int MaxSize = 16;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int KeyOffset = IsPacked ? 4 : 8;
    private static readonly int Size = KeyOffset + sizeof(long);

    // Allocated in pinned memory. Otherwise the array would have to be pinned for as long as the loop sleeps.
    private readonly byte[] _bytes = GC.AllocateArray<byte>(capacity * Size, pinned: true);

    /// <summary>The number of events in the array.</summary>
    public int Capacity => capacity;

    /// <summary>The start of the first event.</summary>
    public ref byte First => ref _bytes[0];

    /// <summary>Reads an event.</summary>
    public (uint Events, long Key) this[int index]
    {
        get
        {
            ReadOnlySpan<byte> one = _bytes.AsSpan(index * Size, Size);
            return (MemoryMarshal.Read<uint>(one), MemoryMarshal.Read<long>(one[KeyOffset..]));
        }
    }

    /// <summary>Writes one event.</summary>
    public static void Write(Span<byte> to, uint events, long key)
    {
        MemoryMarshal.Write(to, events);
        MemoryMarshal.Write(to[KeyOffset..], key);
    }
}
