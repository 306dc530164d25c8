using System.Diagnostics;

namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>This program again, in a process of its own.</summary>
internal static class OwnProcess
{
    /// <summary>Starts it with other arguments.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ZeroRpc.Benchmarks.exe" : "ZeroRpc.Benchmarks"), arguments);
}
