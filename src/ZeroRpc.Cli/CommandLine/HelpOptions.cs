using System.CommandLine;
using System.CommandLine.Help;

namespace ZeroRpc.Cli.CommandLine;

/// <summary>Help by <c>-h</c> and <c>--help</c> alone: <c>-?</c> is Python's for inspecting.</summary>
internal static class HelpOptions
{
    public static HelpOption Create() => new("--help", "-h") { Description = "Show this help." };
}
