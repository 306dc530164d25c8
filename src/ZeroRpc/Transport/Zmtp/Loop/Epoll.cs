using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>Linux's epoll (epoll(7)).</summary>
internal static partial class Epoll
{
    /// <summary>EPOLLIN: the socket can be read.</summary>
    public const uint In = 0x001;

    /// <summary>EPOLLOUT: the socket can be written.</summary>
    public const uint Out = 0x004;

    /// <summary>EPOLLERR: the socket has failed. Reported whether requested or not.</summary>
    public const uint Err = 0x008;

    /// <summary>EPOLLHUP: the connection has ended in both directions. Reported whether requested or not.</summary>
    public const uint Hup = 0x010;

    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;
    private const int Interrupted = 4; // EINTR

    /// <summary>Creates an epoll instance.</summary>
    /// <exception cref="Win32Exception">The system call failed, for example because the process has no descriptors left.</exception>
    public static SafeFileHandle Create()
    {
        SafeFileHandle epoll = epoll_create1(CloseOnExec);
        if (!epoll.IsInvalid)
        {
            return epoll;
        }

        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        epoll.Dispose();
        throw error;
    }

    /// <summary>Starts to watch a socket.</summary>
    public static void Watch(SafeFileHandle epoll, SafeHandle socket, uint events, long key) => Control(epoll, Add, socket, events, key);

    /// <summary>Changes the events for which a socket is watched.</summary>
    public static void Change(SafeFileHandle epoll, SafeHandle socket, uint events, long key) => Control(epoll, Modify, socket, events, key);

    /// <summary>Stops watching a socket.</summary>
    public static void Remove(SafeFileHandle epoll, SafeHandle socket) => Control(epoll, Delete, socket, 0, 0);

    /// <summary>Waits for events. Returns their number, which is also 0 after a signal.</summary>
    public static int Wait(SafeFileHandle epoll, EpollEvents events, int milliseconds)
    {
        int count = epoll_wait(epoll, ref events.First, events.Capacity, milliseconds);
        int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        return count >= 0 ? count : error == Interrupted ? 0 : throw new Win32Exception(error);
    }

    private static void Control(SafeFileHandle epoll, int operation, SafeHandle socket, uint events, long key)
    {
        Span<byte> change = stackalloc byte[EpollEvents.MaxSize];
        EpollEvents.Write(change, events, key);
        if (epoll_ctl(epoll, operation, socket, ref MemoryMarshal.GetReference(change)) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeFileHandle epoll, int operation, SafeHandle descriptor, ref byte change);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeFileHandle epoll, ref byte events, int capacity, int milliseconds);
}
