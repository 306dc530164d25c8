using ZeroRpc.InteropTests.Harness;
using ZeroRpc.SampleTests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.SampleTests.PythonWorkers;

/// <summary>What becomes of jobs that block Python workers, by how the two sides are set; in the README as measured.</summary>
public sealed class MeasuringTests
{
    /// <summary>A row of the table, and how many of its four jobs are answered.</summary>
    public static TheoryData<string, int> Rows { get; } = new()
    {
        { "the defaults", 0 },
        { "raised on both sides", 4 },
        { "off on both sides", 4 },
        { "the defaults, computed in a thread", 4 },
        { "off, a worker killed, with retries", 4 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Jobs_are_lost_or_not_by_the_settings(string name, int answered)
    {
        int row = Setting.All.Select(setting => setting.Name).ToList().IndexOf(name) + 1;
        await using RunningProgram measuring = RunningProgram.Start(
            [.. Sample.DotNet("PythonWorkers", "PythonWorkers"), "measure", "1", $"{row}"], ("ZERORPC_PYTHON", PythonPeer.Interpreter()));

        Assert.Equal(0, await measuring.EndAsync());

        string line = measuring.Said.Split('\n').Single(each => each.StartsWith($"| {name} |", StringComparison.Ordinal));
        Assert.StartsWith($"| {name} | {answered} |", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_has_each_setting()
    {
        string[][] table = Markdown.Read("samples/PythonWorkers/README.md").Table("Heartbeats");

        Assert.Equal(Setting.All.Select(setting => setting.Name), table.Select(row => row[0]));
    }

    [Fact]
    public async Task The_service_farms_jobs_out()
    {
        string endpoint = FreePort.Endpoint();
        await using RunningProgram service = await RunningProgram.Start(
            [.. Sample.DotNet("PythonWorkers", "PythonWorkers"), endpoint], ("ZERORPC_PYTHON", PythonPeer.Interpreter())).UntilSaidAsync("Serving at");
        await using var client = new ZeroRpcClient(endpoint);

        double pi = await client.InvokeAsync<double>("estimate_pi", 4, 0.5).OrHang();

        Assert.InRange(pi, 3, 3.3);
    }
}
