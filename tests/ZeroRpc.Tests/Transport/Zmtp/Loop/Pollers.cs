using System.Net.Sockets;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>The pollers that tests run on, whatever the system would choose.</summary>
internal static class Pollers
{
    /// <summary>Linux's.</summary>
    public static Func<Socket, IPoller> Epoll()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's.");
        return static wakeUp => new EpollPoller(wakeUp);
    }

    /// <summary>That of every other system.</summary>
    public static Func<Socket, IPoller> Select() => static wakeUp => new SelectPoller(wakeUp);
}
