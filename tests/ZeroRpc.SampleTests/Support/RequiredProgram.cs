using System.ComponentModel;
using System.Diagnostics;

namespace ZeroRpc.SampleTests.Support;

/// <summary>Programs that the samples' tests run, beside the samples and the peers.</summary>
internal static class RequiredProgram
{
    /// <summary>Finds a program by the names that systems have for it, or skips the test.</summary>
    /// <param name="package">The Debian package that brings the program.</param>
    /// <param name="names">The names under which systems have the program.</param>
    public static string Find(string package, params string[] names)
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
                // The system may have it under the next name.
            }
        }

        MissingPeer.Skip(names[0], $"there is no program {string.Join(" or ", names)}.", $"On Debian: apt-get install {package}.");
        throw new UnreachableException();
    }
}
