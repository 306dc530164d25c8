using System.Text.RegularExpressions;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary>Encrypted connections at the shell: keys, the options that take them, and what an explanation tells of them.</summary>
public sealed partial class CurveTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-cli-curve-").FullName;
    private string _serverKey = "";
    private string _clientKey = "";

    public async ValueTask InitializeAsync()
    {
        _serverKey = (await Tool.RunAsync("keygen", File("server"))).Output.Trim();
        _clientKey = (await Tool.RunAsync("keygen", File("anne"))).Output.Trim();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task Keys_are_printed_as_a_certificate()
    {
        ToolResult result = await Tool.RunAsync("keygen");

        Assert.Matches("^public-key = \".{40}\"\nsecret-key = \".{40}\"\n$", result.Output);
    }

    [Fact]
    public async Task Keys_in_files_are_read_by_pyzmq_and_the_secret_one_by_its_owner_alone()
    {
        string secret = File("anne.key_secret");
        Assert.Equal(40, _clientKey.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(secret));
        }

        await using PeerProcess python = await Peer.Python.RunAsync(
            $"import json, zmq.auth; print(json.dumps([k.decode() if k else k for f in ('{secret}', '{File("anne.key")}') for k in zmq.auth.load_certificate(f)]))");
        string?[] keys = [.. (await python.ReadAsync()).EnumerateArray().Select(key => key.GetString())];
        Assert.Equal(_clientKey, keys[0]);
        Assert.Equal(40, keys[1]!.Length);
        Assert.Equal((_clientKey, null), (keys[2], keys[3]));
    }

    [Theory]
    [InlineData("server")]
    [InlineData("server.key")]
    [InlineData("server.key_secret")]
    public async Task No_key_is_written_over(string name)
    {
        string before = await System.IO.File.ReadAllTextAsync(File("server.key_secret"), TestContext.Current.CancellationToken);

        ToolResult result = await Tool.RunAsync("keygen", File(name));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is there already", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllTextAsync(File("server.key_secret"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_is_allowed_calls_and_who_is_not_is_told_so_at_once()
    {
        await using Served math = await ServeAsync("--curve-allow", File("anne.key"));

        ToolResult allowed = await Tool.RunAsync("--curve-server-key", _serverKey, "--curve-key", File("anne.key_secret"), "-j", math.Endpoint, "Max", "3", "4");
        ToolResult stranger = await Tool.RunAsync("--curve-server-key", File("server.key"), "-j", math.Endpoint, "Max", "3", "4");

        Assert.Equal((0, "4\n"), (allowed.ExitCode, allowed.Output));
        Assert.Equal(7, stranger.ExitCode);
        Assert.True(RefusedKey().IsMatch(stranger.Error), stranger.Error);
    }

    [Fact]
    public async Task A_path_that_could_be_a_key_is_a_path()
    {
        string path = Path.Combine(_folder, new string('k', 39 - _folder.Length));
        Assert.True(CurvePublicKey.TryParse(path, out _));
        System.IO.File.Copy(File("server.key"), path);
        await using Served math = await ServeAsync("--curve-allow", "any");

        Assert.Equal(0, (await Tool.RunAsync("list", math.Endpoint, "--curve-server-key", path)).ExitCode);
    }

    [Fact]
    public async Task A_folder_of_keys_and_any_key_may_be_allowed()
    {
        await using Served folder = await ServeAsync("--curve-allow", _folder);
        await using Served any = await ServeAsync("--curve-allow", "any");

        Assert.Equal(0, (await Tool.RunAsync("list", folder.Endpoint, "--curve-server-key", _serverKey, "--curve-key", File("anne.key_secret"))).ExitCode);
        Assert.Equal(0, (await Tool.RunAsync("list", any.Endpoint, "--curve-server-key", _serverKey)).ExitCode);
    }

    [Fact]
    public async Task Variables_stand_in_for_the_options()
    {
        await using Tool serve = Tool.StartLine(
            $"exec env ZERORPC_CURVE_KEY='{File("server.key_secret")}' ZERORPC_CURVE_ALLOW='{_clientKey}; {_serverKey}' " +
            "zerorpc-cs serve --bind tcp://127.0.0.1:0 System.Math");
        string endpoint = (await serve.ReadErrorAsync())!.Split('"')[1];

        ToolResult result = await Tool.RunLineAsync(
            $"ZERORPC_CURVE_KEY='{File("anne.key_secret")}' ZERORPC_CURVE_SERVER_KEY='{_serverKey}' zerorpc-cs ping -c 1 {endpoint}");
        ToolResult completed = await Tool.RunLineAsync(
            $"ZERORPC_CURVE_KEY='{File("anne.key_secret")}' ZERORPC_CURVE_SERVER_KEY='{_serverKey}' zerorpc-cs __complete 'zerorpc-cs {endpoint} Co'");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Cos", completed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_encrypted_as_well()
    {
        await using Tool pull = Tool.StartLine(
            $"exec zerorpc-cs pull --listen tcp://127.0.0.1:0 -c 1 --curve-key {File("server.key_secret")} --curve-allow '{_clientKey}'");
        string endpoint = (await pull.ReadErrorAsync())!.Split('"')[1];

        ToolResult stranger = await Tool.RunAsync("push", endpoint, "log", "no", "--curve-server-key", _serverKey);
        ToolResult pushed = await Tool.RunAsync("push", endpoint, "log", "yes", "--curve-server-key", _serverKey, "--curve-key", File("anne.key_secret"));

        Assert.Equal((7, 0), (stranger.ExitCode, pushed.ExitCode));
        Assert.Equal("log('yes')\n", (await pull.EndAsync()).Output);
    }

    [Theory]
    [InlineData("--curve-key alone does not say with whom", "--curve-key", "SERVER")]
    [InlineData("--curve-key: Could not find file", "--curve-server-key", "KEY", "--curve-key", "nowhere")]
    [InlineData("--curve-key: give a file: other users of this machine see a command line", "--curve-server-key", "KEY", "--curve-key", "KEY")]
    [InlineData("--curve-key: '", "--curve-server-key", "KEY", "--curve-key", "PUBLIC")]
    [InlineData("--curve-server-key: 'abc' is neither a key of 40 characters nor a file.", "--curve-server-key", "abc")]
    [InlineData("--curve-allow needs this side's own key: --curve-key FILE", "--curve-allow", "any")]
    [InlineData("--curve-server-key is for the client of CURVE and --curve-allow for its server", "--curve-server-key", "KEY", "--curve-allow", "any")]
    public async Task A_mistake_is_told_and_nothing_is_sent(string message, params string[] options)
    {
        string[] arguments = [.. options.Select(option => option switch
        {
            "SERVER" => File("server.key_secret"),
            "PUBLIC" => File("server.key"),
            "KEY" => _serverKey,
            _ => option,
        })];

        ToolResult result = await Tool.RunAsync([.. arguments, "tcp://127.0.0.1:1", "hello"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_CURVE_is_explained_with_the_keys()
    {
        await using Served math = await ServeAsync("--curve-allow", _clientKey);

        ToolResult result = await ExplainAsync(math.Endpoint, "--curve-server-key", _serverKey, "--curve-key", File("anne.key_secret"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("greeting of version 3.1, CURVE security", result.Output, StringComparison.Ordinal);
        Assert.Contains("answer: OK", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_CURVE_is_told_from_one_without()
    {
        await using Served with = await ServeAsync("--curve-allow", "any");
        await using Served without = await Served.StartAsync("serve", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult plain = await ExplainAsync(with.Endpoint);
        ToolResult curve = await ExplainAsync(without.Endpoint, "--curve-server-key", _serverKey);

        Assert.Equal((7, 7), (plain.ExitCode, curve.ExitCode));
        Assert.Contains("it has CURVE security, and this side has none Give the server's public key by --curve-server-key", Words(plain), StringComparison.Ordinal);
        Assert.Contains("it has no security, and this side wants CURVE What goes there can be read on the way", Words(curve), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_is_explained()
    {
        await using Served math = await ServeAsync("--curve-allow", _serverKey);

        ToolResult result = await ExplainAsync(math.Endpoint, "--curve-server-key", _serverKey, "--curve-key", File("anne.key_secret"));

        Assert.Equal(7, result.ExitCode);
        Assert.Contains(
            $"the server refused this client: is this client's key {_clientKey} allowed there? See the server's log", Words(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_server_key_is_explained()
    {
        await using Served math = await ServeAsync("--curve-allow", "any");

        ToolResult result = await ExplainAsync(math.Endpoint, "--curve-server-key", _clientKey);

        Assert.Equal(7, result.ExitCode);
        Assert.Contains($"is {_clientKey} its key (wrong server key?)", Words(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_s_CURVE_is_explained_as_well()
    {
        string secret = (await System.IO.File.ReadAllLinesAsync(File("server.key_secret"), TestContext.Current.CancellationToken))[^1].Split('"')[1];
        await using PeerProcess python = await Peer.Python.ServeAsync(new { bind = Peer.AnyPort, curve = new { secret } });

        ToolResult plain = await ExplainAsync(python.Endpoint);
        ToolResult curve = await ExplainAsync(python.Endpoint, "--curve-server-key", _serverKey);
        ToolResult wrong = await ExplainAsync(python.Endpoint, "--curve-server-key", _clientKey);

        Assert.Equal((7, 0, 7), (plain.ExitCode, curve.ExitCode, wrong.ExitCode));
        Assert.Contains("it has CURVE security", plain.Output, StringComparison.Ordinal);
        Assert.Contains("wrong server key?", Words(wrong), StringComparison.Ordinal);
    }

    [GeneratedRegex("the server refused this client: is this client's key .{40} allowed there\\?")]
    private static partial Regex RefusedKey();

    private static Task<ToolResult> ExplainAsync(string endpoint, params string[] options) => Tool.RunAsync(["ping", "--explain", endpoint, .. options]);

    private static string Words(ToolResult result) => string.Join(' ', result.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private Task<Served> ServeAsync(params string[] options) =>
        Served.StartAsync(["serve", "--bind", "tcp://127.0.0.1:0", "System.Math", "--curve-key", File("server.key_secret"), .. options]);

    private string File(string name) => Path.Combine(_folder, name);
}
