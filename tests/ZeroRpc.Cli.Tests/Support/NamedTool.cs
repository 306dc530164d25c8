namespace ZeroRpc.Cli.Tests.Support;

/// <summary>The built tool under its own name, for shells.</summary>
internal static class NamedTool
{
    private static readonly Lazy<string> _folder = new(Make);

    /// <summary>A search path on which the tool comes first; the test is skipped where shells are others than Unix's.</summary>
    public static string SearchPath
    {
        get
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "Shells are tested on Unix.");
            return _folder.Value + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        }
    }

    private static string Make()
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "named")).FullName;
        string command = Path.Combine(folder, "zerorpc-cs");
        string tool = Path.Combine(AppContext.BaseDirectory, "zerorpc-cs.dll");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet exec '{tool}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
