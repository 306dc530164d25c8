using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary><c>profile</c> and <c>--profile</c>: services stored under names.</summary>
public sealed class ProfileTests : IAsyncDisposable
{
    private readonly TokenServer _server = new();
    private readonly string _folder = TemporaryFolder.NewPath();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("--profile", "prod", "-j", "add", "1", "2")]
    [InlineData("--profile=prod", "-j", "add", "1", "2")]
    [InlineData("--profile", "prod", "list")]
    [InlineData("list", "--profile", "prod")]
    [InlineData("describe", "--profile", "prod", "add")]
    [InlineData("--profile", "prod", "ping", "-c", "1")]
    [InlineData("ping", "--explain", "--profile", "prod")]
    [InlineData("--profile=prod", "bench", "-n", "1", "-j", "add", "1", "2")]
    public async Task A_profile_stands_in_for_the_address_and_the_header(params string[] arguments)
    {
        await SetAsync("prod", _server.Endpoint, "-H", $"token:{TokenServer.Token}");

        ToolResult called = await RunAsync(arguments);

        Assert.Equal((0, false), (called.ExitCode, called.Output.Contains("Forbidden", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_given_goes_before_the_profile()
    {
        await SetAsync("prod", "tcp://127.0.0.1:1", "-H", "token:wrong", "--timeout", "0.001");

        ToolResult called = await RunAsync(
            "--profile", "prod", _server.Endpoint, "-H", $"token:{TokenServer.Token}", "--timeout", "30", "-j", "add", "1", "2");

        Assert.Equal((0, "3\n"), (called.ExitCode, called.Output));
    }

    [Fact]
    public async Task Times_of_the_profile_count()
    {
        await SetAsync("down", FreePort.Endpoint(), "--connect-timeout", "0.2");

        Assert.Contains("within 0.2 s", (await RunAsync("--profile", "down", "add")).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_all_but_the_values_of_header_entries()
    {
        await SetAsync("prod", "tcp://stock:4242", "-H", "token:abc", "--heartbeat", "1", "--active-hb");
        await SetAsync("dev", "ipc:///run/stock.sock");

        Assert.Equal(
            "dev: ipc:///run/stock.sock\nprod: tcp://stock:4242 --heartbeat 1 --active-hb -H token:…\n",
            (await RunAsync("profile", "list")).Output);
    }

    [Fact]
    public async Task A_removed_profile_is_gone()
    {
        await SetAsync("prod", "tcp://stock:4242");
        await RunAsync("profile", "remove", "prod");

        ToolResult ended = await RunAsync("--profile", "prod", "list");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("there is no profile 'prod'.", ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_the_users_alone()
    {
        await SetAsync("prod", "tcp://stock:4242", "-H", "token:abc");

        string file = Path.Combine(_folder, "zerorpc-cs", "profiles.json");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"prod": {"adress": "tcp://stock:4242"}}""", "adress")]
    [InlineData("""{"prod": {"address": "tcp://stock:4242", "timeout": "soon"}}""", "the profile has 'soon' is no time for --timeout")]
    public async Task A_file_that_is_wrong_is_refused(string file, string complaint)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "zerorpc-cs"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "zerorpc-cs", "profiles.json"), file, TestContext.Current.CancellationToken);

        ToolResult ended = await RunAsync("--profile", "prod", "list");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(complaint, ended.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "a profile needs an address or options", "prod")]
    [InlineData(5, "'stock' is no address", "prod", "stock")]
    [InlineData(2, "'x' is no time for --timeout", "prod", "tcp://stock:4242", "--timeout", "x")]
    public async Task A_profile_that_is_wrong_is_not_stored(int exitCode, string complaint, params string[] arguments)
    {
        ToolResult ended = await RunAsync(["profile", "set", .. arguments]);

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.StartsWith(complaint, ended.Complaint, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    private async Task SetAsync(params string[] arguments) =>
        Assert.Equal(new ToolResult(0, "", ""), await RunAsync(["profile", "set", .. arguments]));

    private Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunInAsync([("XDG_CONFIG_HOME", _folder), ("APPDATA", _folder)], arguments);
}
