using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Support;

/// <summary>The file descriptors that the process has open, so its sockets; where the system lists them. For tests that run alone.</summary>
internal static class Descriptors
{
    // Those of the runtime and of the test host come and go.
    private const int Others = 20;

    public static int Count() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    /// <summary>Waits until no more are open than before, but for a few.</summary>
    public static Task NoMoreThanAsync(int before) => Transports.UntilAsync(() => Count() <= before + Others);
}
