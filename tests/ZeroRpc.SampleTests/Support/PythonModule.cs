using System.Collections.Concurrent;
using System.Diagnostics;

namespace ZeroRpc.SampleTests.Support;

/// <summary>Modules that Python programs of the samples need beside zerorpc.</summary>
internal static class PythonModule
{
    private static readonly ConcurrentDictionary<string, bool> _found = [];

    /// <summary>Skips the test where a module is missing.</summary>
    public static void Require(string python, string module)
    {
        if (!_found.GetOrAdd(module, _ => Imports(python, module)))
        {
            MissingPeer.Skip(
                $"Python's {module}", "the module is not installed.", $"On Debian: apt-get install python3-{module}; elsewhere: pip install {module}.");
        }
    }

    private static bool Imports(string python, string module)
    {
        using Process process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
