using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.SampleTests.Support;

/// <summary>What the samples' tests need of the machine, told like the other peers that are missing.</summary>
internal abstract class MissingPeer : Peer
{
    /// <summary>Skips the test, or fails it where all peers are required.</summary>
    [DoesNotReturn]
    public static void Skip(string reason) => Missing(reason);

    /// <summary>Skips the test unless one of these programs is there, and gives its name.</summary>
    public static string RequireProgram(string howToInstall, params string[] names)
    {
        foreach (string name in names)
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(name, ["--version"]) { RedirectStandardOutput = true })!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return name;
            }
            catch (Win32Exception)
            {
                // Perhaps under another name.
            }
        }

        Missing($"There is no {string.Join(" or ", names)}. {howToInstall}");
        throw new UnreachableException();
    }
}
