using System.Diagnostics;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>This program again, in a process of its own.</summary>
internal static class OwnProcess
{
    private static string FileName =>
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ZeroRpc.Benchmarks.exe" : "ZeroRpc.Benchmarks");

    /// <summary>Starts it with other arguments.</summary>
    public static Process Start(params string[] arguments) => Process.Start(FileName, arguments);

    /// <summary>Starts it with other arguments. The caller reads its output and writes its input.</summary>
    public static Process StartRedirected(params string[] arguments) => Process.Start(new ProcessStartInfo(FileName, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
