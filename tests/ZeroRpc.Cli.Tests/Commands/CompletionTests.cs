using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("zerorpc-cs be", "bench")]
    [InlineData("zerorpc-cs pus", "push")]
    [InlineData("zerorpc-cs trace --li", "--listen")]
    [InlineData("zerorpc-cs completion z", "zsh")]
    [InlineData("zerorpc-cs bench -c ", "")]
    public async Task Commands_options_and_shells_complete(string line, string candidates)
    {
        ToolResult result = await Tool.RunAsync("__complete", line);

        Assert.Equal(candidates, result.Output.TrimEnd());
    }

    [Theory]
    [InlineData("zerorpc-cs {0} Flo")]
    [InlineData("zerorpc-cs --connect {0} Flo")]
    [InlineData("zerorpc-cs bench {0} -c 3 Flo")]
    [InlineData("zerorpc-cs describe {0} Flo")]
    public async Task Methods_complete_from_the_live_service(string line)
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("__complete", line.Replace("{0}", math.Endpoint, StringComparison.Ordinal));

        Assert.Equal("Floor\n", result.Output);
    }

    [Fact]
    public async Task A_service_that_is_down_completes_nothing()
    {
        ToolResult result = await Tool.RunAsync("__complete", "zerorpc-cs tcp://127.0.0.1:1 ");

        Assert.Equal(new ToolResult(0, "", ""), result);
    }

    [Theory]
    [InlineData("bash", "complete -o default")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c zerorpc-cs")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_its_script(string shell, string part)
    {
        ToolResult result = await Tool.RunAsync("completion", shell);

        Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_shell_is_a_usage_error_that_names_the_known_ones()
    {
        ToolResult result = await Tool.RunAsync("completion", "csh");

        Assert.Equal((2, "there is no script for 'csh': the shells are bash, zsh, fish, pwsh."), (result.ExitCode, result.Complaint));
    }
}
