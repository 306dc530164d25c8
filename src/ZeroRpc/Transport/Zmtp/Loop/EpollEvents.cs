using System.Runtime.InteropServices;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// An array of <c>struct epoll_event</c>: 4 bytes of events, then 8 bytes that the kernel gives back as they are. On x64 and x86 the structure is
/// packed to 12 bytes; elsewhere, as on arm64, the compiler's alignment makes it 16 (see <c>sys/epoll.h</c>).
/// </summary>
internal sealed class EpollEvents(int capacity)
{
    /// <summary>The largest size of a structure.</summary>
    public const int MaxSize = 16;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int KeyOffset = IsPacked ? 4 : 8;
    private static readonly int Size = KeyOffset + sizeof(long);

    // Pinned, so that the garbage collector need not work around an array that is pinned for as long as the loop sleeps.
    private readonly byte[] _bytes = GC.AllocateArray<byte>(capacity * Size, pinned: true);

    /// <summary>How many events it holds.</summary>
    public int Capacity => capacity;

    /// <summary>Where the first event begins.</summary>
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
