using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZeroRpc.Cli.Tests.Support;

/// <summary>Signals for other processes, which .NET itself cannot send.</summary>
internal static partial class Signals
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    /// <summary>Ctrl-C.</summary>
    public static void Interrupt(this Process process) => Send(process, SigInt);

    /// <summary>What <c>kill</c> sends, and hosts that stop a service.</summary>
    public static void Terminate(this Process process) => Send(process, SigTerm);

    private static void Send(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
