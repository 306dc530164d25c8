using ZeroRpc.Tests.Transport;

namespace ZeroRpc.Tests.Support;

/// <summary>The sockets that the process has open, where the system lists them. For tests that run alone.</summary>
internal static class Descriptors
{
    // Those of the runtime and of the test host come and go.
    private const int Others = 10;

    public static int Count() => OperatingSystem.IsLinux()
        ? new DirectoryInfo("/proc/self/fd").GetFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
        : 0;

    /// <summary>Waits until no more are open than before, but for a few.</summary>
    public static Task NoMoreThanAsync(int before) => Transports.UntilAsync(() => Count() <= before + Others);
}
