using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands.Completion;

/// <summary>
/// What each shell needs to complete the tool's words. All ask <c>zerorpc-cs __complete</c> with the line up to the cursor. The scripts are
/// the files of <c>share/completions</c>, which the package contains too.
/// </summary>
internal static class ShellScripts
{
    private static readonly Dictionary<string, string> _files = new()
    {
        ["bash"] = "zerorpc-cs.bash",
        ["zsh"] = "_zerorpc-cs",
        ["fish"] = "zerorpc-cs.fish",
        ["pwsh"] = "zerorpc-cs.ps1",
    };

    /// <summary>The shells that have a script.</summary>
    public static IEnumerable<string> Shells => _files.Keys;

    /// <summary>The script of a shell; null where there is none.</summary>
    public static string? Find(string shell) => _files.TryGetValue(shell, out string? file) ? SharedFile.Read(file) : null;
}
