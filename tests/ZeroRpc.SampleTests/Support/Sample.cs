using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.SampleTests.Support;

/// <summary>How the programs of the samples are run. A test whose program cannot run here is skipped, and says why.</summary>
internal static class Sample
{
    private const string Serving = "Serving at ";

    /// <summary>What says where a program runs: <c>bin/Debug/net10.0</c>, as for these tests.</summary>
    private static readonly string _output = Path.Combine(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)
        .Split(Path.DirectorySeparatorChar)[^3..]);

    /// <summary>The command that runs a .NET program, by its folder in <c>samples</c>.</summary>
    public static string[] DotNet(string folder, string assembly) =>
        ["dotnet", "exec", Path.Combine(Markdown.Root, "samples", folder, _output, assembly + ".dll")];

    /// <summary>The command that runs a program of <c>samples/FlaskZeroRpc</c>.</summary>
    /// <param name="language">C# or Python.</param>
    /// <param name="program"><c>api</c>, <c>www</c>, <c>worker</c> or <c>gateway</c>.</param>
    public static string[] Of(Language language, string program)
    {
        if (language == Language.CSharp)
        {
            string name = $"{char.ToUpperInvariant(program[0])}{program[1..]}";
            return DotNet(Path.Combine("FlaskZeroRpc", name), $"FlaskZeroRpc.{name}");
        }

        string python = PythonPeer.Interpreter();
        if (program is "www" or "gateway")
        {
            PythonModule.Require(python, "flask");
        }

        return [python, Path.Combine(Markdown.Root, "samples", "FlaskZeroRpc", "python", program + ".py")];
    }

    /// <summary>Starts a program and waits until it serves.</summary>
    public static Task<RunningProgram> ServeAsync(Language language, string program, params (string Name, string Value)[] environment)
    {
        if (language == Language.Python && environment.Any(variable => variable.Name == "DOTCLOUD_DB_REDIS_URL"))
        {
            PythonModule.Require(PythonPeer.Interpreter(), "redis");
        }

        return RunningProgram.Start(Of(language, program), environment).UntilSaidAsync(Serving);
    }
}
