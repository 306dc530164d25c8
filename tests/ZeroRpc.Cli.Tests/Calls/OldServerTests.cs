using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Calls;

/// <summary>Servers from before v3, and services without methods: Python's own command can list neither.</summary>
public sealed class OldServerTests
{
    private static readonly object?[] _add =
    [
        "add", new object?[] { new[] { "self", "a", "b" }, null, null, new[] { 2 } }, "Adds.\n\nMore of it.",
    ];

    private static readonly object?[] _count = ["count", null, null];
    private static readonly object?[] _bare = ["bare", new object?[] { new[] { "self" }, "rest", null, null }, ""];

    /// <summary>The versions that a header may have; null for none, as in v1.</summary>
    public static TheoryData<int?> Versions => new() { 2, 1, (int?)null };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Names_are_listed(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add, _count, _bare);

        Assert.Equal("[Old]\nadd   Adds.\ncount <undocumented>\nbare  <undocumented>\n", await PrintedAsync(server.Endpoint));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Signatures_are_listed(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add, _count, _bare);

        Assert.Equal("[Old]\nadd(a, b=2)\ncount(??)\nbare(??)\n", await PrintedAsync("-?", server.Endpoint));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_method_is_inspected(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add, _count);

        Assert.Equal("[Old]\nadd(a, b=2)\n\nAdds.\n\nMore of it.\n\n", await PrintedAsync("-?", server.Endpoint, "add"));
        Assert.Equal("[Old]\nNo documentation for \"nope\".\n", await PrintedAsync("-?", server.Endpoint, "nope"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task List_and_describe_show_what_it_tells(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add, _count, _bare);

        Assert.Equal("Old has 3 methods:\nadd(a, b=2)\n    Adds.\ncount(…)\nbare()\n", await PrintedAsync("list", server.Endpoint));
        Assert.Equal("add(a, b=2)\n    Adds.\n\n    More of it.\n", await PrintedAsync("describe", server.Endpoint, "add"));
        Assert.Equal(
            "{\"name\": \"bare\", \"doc\": null, \"parameters\": [], \"returns\": null, \"stream\": null}\n",
            await PrintedAsync("describe", "--ndjson", server.Endpoint, "bare"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Values_and_streams_are_printed(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add, _count);

        Assert.Equal("3\n", await PrintedAsync("-j", server.Endpoint, "add", "1", "2"));
        Assert.Equal("[0]", await PrintedAsync("-pj", server.Endpoint, "count"));
    }

    [Theory]
    [InlineData(2, "NameError: nope")]
    [InlineData(null, "RemoteError: NameError('nope')")]
    public async Task An_error_is_told(int? version, string complaint)
    {
        await using OldServer server = await OldServer.StartAsync(version, _add);

        ToolResult ended = await Tool.RunAsync(server.Endpoint, "nope");

        Assert.Equal((1, complaint), (ended.ExitCode, ended.Complaint));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_service_without_methods_is_listed(int? version)
    {
        await using OldServer server = await OldServer.StartAsync(version);

        Assert.Equal("[Old]\n", await PrintedAsync(server.Endpoint));
        Assert.Equal("[Old]\n", await PrintedAsync("-?", server.Endpoint));
        Assert.Equal("Old has no methods.\n", await PrintedAsync("list", server.Endpoint));
        Assert.Equal("{\"name\": \"Old\", \"methods\": []}\n", await PrintedAsync("list", "--ndjson", server.Endpoint));
    }

    [Fact]
    public async Task Nothing_can_be_described_in_a_service_without_methods()
    {
        await using OldServer server = await OldServer.StartAsync(2);

        Assert.Equal("'Old' has no method 'add'. It has none.", (await Tool.RunAsync("describe", server.Endpoint, "add")).Complaint);
    }

    private static async Task<string> PrintedAsync(params string[] commandLine)
    {
        ToolResult ended = await Tool.RunAsync(commandLine);
        Assert.True(ended.ExitCode == 0, ended.Error);
        return ended.Output;
    }
}
