using ZeroRpc.Cli.Commands;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Tests.CommandLine;

/// <summary>Arguments are read as argparse reads them.</summary>
public sealed class PythonArgumentsTests
{
    [Theory]
    [InlineData("tcp://h:1 echo hi", "-- tcp://h:1 echo hi")]
    [InlineData("-j tcp://h:1 echo 1", "--json -- tcp://h:1 echo 1")]
    [InlineData("-pj tcp://h:1 echo", "--print-json -- tcp://h:1 echo")]
    [InlineData("-p tcp://h:1 echo", "--print-json -- tcp://h:1 echo")]
    [InlineData("-jd tcp://h:1 echo", "--json --debug -- tcp://h:1 echo")]
    [InlineData("-? tcp://h:1", "--inspect -- tcp://h:1")]
    [InlineData("--time 3 tcp://h:1", "--timeout=3 -- tcp://h:1")]
    [InlineData("--timeout=3 tcp://h:1", "--timeout=3 -- tcp://h:1")]
    [InlineData("--s --b tcp://h:1 System.Math", "--server --bind=tcp://h:1 -- System.Math")]
    [InlineData("tcp://h:1 add -5 -.5", "-- tcp://h:1 add -5 -.5")]
    [InlineData("tcp://h:1 echo @file - -- -x --json", "-- tcp://h:1 echo @file - -x --json")]
    [InlineData("tcp://h:1 echo 1 -j", "--json -- tcp://h:1 echo 1")]
    [InlineData("-ofile tcp://h:1 echo", "--output=file -- tcp://h:1 echo")]
    public void Options_are_found(string given, string expected) => Assert.Equal(expected, string.Join(' ', Rewrite(given)));

    [Theory]
    [InlineData("--nope", "unknown option '--nope'")]
    [InlineData("-x", "unknown option '-x'")]
    [InlineData("--c", "'--c' may be --client or --connect")]
    [InlineData("--timeout", "--timeout needs a value")]
    [InlineData("--timeout --json", "--timeout needs a value")]
    [InlineData("--json=1", "--json takes no value")]
    public void What_is_wrong_is_said(string given, string complaint)
    {
        CommandFailure refused = Assert.Throws<CommandFailure>(() => Rewrite(given));

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.StartsWith(complaint, refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Rewrite(string given) => CallCommand.Rewrite(CallCommand.Create(), given.Split(' '));
}
