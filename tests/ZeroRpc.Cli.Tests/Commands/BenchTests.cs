using ZeroRpc.Cli.Commands.Bench;
using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Commands;

public sealed class BenchTests
{
    [Fact]
    public async Task It_makes_as_many_calls_as_asked()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("bench", math.Endpoint, "Max", "1", "2", "--json", "-n", "20", "-c", "4", "--csv");

        string[] lines = result.Output.Split('\n');
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            "method,callers,calls,errors,seconds,calls_per_s,items,items_per_s,min_ms,p50_ms,p90_ms,p99_ms,p99.9_ms,max_ms", lines[0]);
        Assert.StartsWith("Max,4,20,0,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_always_fails_is_told_before_the_load()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunAsync("bench", math.Endpoint, "NoSuchMethod");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("NameError", result.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give the method to call")]
    [InlineData("not both", "x", "-n", "5", "--duration", "1")]
    [InlineData("whole number from 1", "x", "-c", "0")]
    public async Task A_plan_that_cannot_be_is_a_usage_error(string complaint, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(["bench", "tcp://127.0.0.1:1", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(complaint, result.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_percentile_is_at_most_two_percent_too_high()
    {
        var latencies = new LatencyHistogram();
        foreach (int milliseconds in Enumerable.Range(1, 1000))
        {
            latencies.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.InRange(latencies.Percentile(0.5).TotalMilliseconds, 500, 510);
        Assert.InRange(latencies.Percentile(0.99).TotalMilliseconds, 990, 1000);
    }
}
