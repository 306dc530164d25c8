using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary><c>push</c>, <c>pull</c>, <c>pub</c> and <c>sub</c>, against one another and Python's four classes.</summary>
public sealed class OneWayTests
{
    private const string Map = """{"k": [1]}""";
    private const string Bytes = """{"$bytes": "AQ=="}""";

    [Theory]
    [InlineData(Peer.AnyPort)]
    [InlineData("ipc://*")]
    public async Task What_is_pushed_is_pulled_and_printed(string listen)
    {
        await using Tool puller = Tool.Start("pull", "--listen", listen, "-c", "2");
        string endpoint = await BoundAsync(puller);

        ToolResult plain = await Tool.RunAsync("push", endpoint, "log", "hello", "-5");
        ToolResult json = await Tool.RunAsync("push", "-j", endpoint, "a\nb", Map, Bytes);

        Assert.Equal((0, ""), (plain.ExitCode, plain.Output));
        Assert.Equal((0, ""), (json.ExitCode, json.Output));
        ToolResult pulled = await puller.EndAsync();
        Assert.Equal((0, "log('hello', '-5')\n'a\\nb'({'k': [1]}, b'\\x01')\n"), (pulled.ExitCode, pulled.Output));
    }

    [Fact]
    public async Task Lines_of_JSON_are_pushed_as_they_are_pulled()
    {
        const string Lines = "[\"log\", \"hello\", {\"k\": [1]}]\n[\"add\", 1, {\"$bytes\": \"AQ==\"}]\n";
        await using Tool puller = Tool.Start("pull", "--listen", Peer.AnyPort, "-c", "2", "--ndjson");
        string endpoint = await BoundAsync(puller);

        Assert.Equal(0, (await Tool.RunWithAsync(Lines, endpoint, "push", "--stdin")).ExitCode);

        Assert.Equal(Lines, (await puller.EndAsync()).Output);
    }

    [Fact]
    public async Task A_push_waits_for_its_puller()
    {
        string endpoint = FreePort.Endpoint();
        await using Tool pusher = Tool.Start("push", "--listen", endpoint, "log", "early");
        Assert.Equal(endpoint, await BoundAsync(pusher));

        ToolResult pulled = await Tool.RunAsync("pull", endpoint, "-c", "1");

        Assert.Equal("log('early')\n", pulled.Output);
        Assert.Equal(0, (await pusher.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData(Peer.AnyPort)]
    [InlineData("ipc://*")]
    public async Task A_subscriber_prints_what_it_wants(string listen)
    {
        await using Tool subscriber = Tool.Start("sub", "--listen", listen, "--filter", "sport.*", "--filter", "Weather", "-c", "2");
        string endpoint = await BoundAsync(subscriber);
        const string Lines = "[\"sport.Goal\", 1]\n[\"Weathers\"]\n[\"Weather\", \"Oslo\"]\n";

        ToolResult published = await Tool.RunWithAsync(Lines, endpoint: null, "pub", "--wait", "off", endpoint, "--stdin");

        Assert.Equal(0, published.ExitCode);
        Assert.Equal("sport.Goal(1)\nWeather('Oslo')\n", (await subscriber.EndAsync()).Output);
    }

    [Fact]
    public async Task A_publisher_says_that_nobody_listened()
    {
        ToolResult ended = await Tool.RunAsync("pub", "--wait", "0.05", FreePort.Endpoint(), "news");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("nobody subscribed in time (--wait): what was published is lost. Nobody listens at ", ended.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull")]
    [InlineData("sub")]
    public async Task Ctrl_C_ends_the_listening(string command)
    {
        await using Tool receiver = Tool.Start(command, "--listen", Peer.AnyPort);
        await BoundAsync(receiver);

        receiver.Interrupt();

        ToolResult ended = await receiver.EndAsync();
        Assert.Equal((130, "", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_push_that_waits()
    {
        await using Tool pusher = Tool.Start("push", "--listen", Peer.AnyPort, "log");
        await BoundAsync(pusher);

        pusher.Interrupt();

        Assert.Equal(130, (await pusher.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_a_puller_quietly()
    {
        await using Tool puller = Tool.Start("pull", "--listen", Peer.AnyPort);
        string endpoint = await BoundAsync(puller);
        puller.StopReading();

        await Tool.RunAsync("push", endpoint, "log");

        ToolResult ended = await puller.EndAsync(outputClosed: true);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData(Peer.AnyPort)]
    [InlineData("ipc://*")]
    public async Task A_push_that_nobody_takes_tells_who_listens(string any)
    {
        string endpoint = any == Peer.AnyPort ? FreePort.Endpoint() : TemporaryFolder.NewIpcEndpoint();

        ToolResult ended = await Tool.RunAsync("push", "--timeout", "0.2", endpoint, "log");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"was not sent within 0.2 s: no puller is connected at {endpoint}", ended.Complaint, StringComparison.Ordinal);
        Assert.Contains($"Nobody listens at {endpoint}", ended.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("push", "pub")]
    [InlineData("pull", "sub")]
    public async Task An_address_is_needed(params string[] commands)
    {
        foreach (string command in commands)
        {
            ToolResult none = await Tool.RunAsync(command);
            ToolResult word = await Tool.RunAsync(command, "log");

            Assert.Equal((2, 5), (none.ExitCode, word.ExitCode));
            Assert.StartsWith("no address", none.Complaint, StringComparison.Ordinal);
            Assert.StartsWith("'log' is no address", word.Complaint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2, "parameter 1 is no JSON", "push", "-j", Peer.AnyPort, "log", "{")]
    [InlineData(2, "--json and --mixed exclude each other", "push", "-j", "-m", Peer.AnyPort, "log")]
    [InlineData(2, "give the method", "pub", "--listen", Peer.AnyPort)]
    [InlineData(2, "with --stdin the arguments come from the input: '1' is too much", "push", "--stdin", Peer.AnyPort, "log", "1")]
    [InlineData(2, "--filter: 'a*b' is not a valid method filter", "sub", "--listen", Peer.AnyPort, "--filter", "a*b")]
    [InlineData(2, "'0' is no count for --count", "pull", "--listen", Peer.AnyPort, "-c", "0")]
    [InlineData(5, "'inproc://here' is inside one process", "pull", "inproc://here")]
    [InlineData(5, "'other' is no address", "pull", "--listen", Peer.AnyPort, "other")]
    public async Task What_is_wrong_is_said(int code, string complaint, params string[] commandLine)
    {
        ToolResult ended = await Tool.RunAsync(commandLine);

        Assert.Equal(code, ended.ExitCode);
        Assert.StartsWith(complaint, ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_event_ends_the_pushing_after_those_before_it()
    {
        await using Tool puller = Tool.Start("pull", "--listen", Peer.AnyPort, "-c", "1");

        ToolResult ended = await Tool.RunWithAsync("[1]\nno\n", await BoundAsync(puller), "push", "log", "--stdin");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("line 2 of the input is no JSON", ended.Complaint, StringComparison.Ordinal);
        Assert.Equal("log(1)\n", (await puller.EndAsync()).Output);
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        await using Tool first = Tool.Start("pull", "--listen", Peer.AnyPort);

        ToolResult second = await Tool.RunAsync("sub", "--listen", await BoundAsync(first));

        Assert.Equal(5, second.ExitCode);
        Assert.Contains("Cannot listen on", second.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("pull")]
    [InlineData("pub")]
    [InlineData("sub")]
    public async Task With_Pythons_options_the_words_are_remote_methods(string word)
    {
        ToolResult ended = await Tool.RunAsync(word, "--connect", FreePort.Endpoint(), "--timeout", "0.1");

        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith($"'{word}' at tcp://", ended.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("puller", "push", Peer.AnyPort)]
    [InlineData("puller", "push", "ipc://*")]
    [InlineData("subscriber", "pub", Peer.AnyPort)]
    [InlineData("subscriber", "pub", "ipc://*")]
    public async Task Python_hears_it(string type, string command, string bind)
    {
        await using PeerProcess python = await Peer.Python.StartAsync("receiver", new { type, bind });

        Assert.Equal(0, (await Tool.RunAsync(command, "-j", python.Endpoint, "log", "\"hello\"", Bytes, Map)).ExitCode);

        Assert.Equal("""{"called": "log", "args": ["hello", {"$bin": "01"}, {"k": [1]}]}""", (await python.ReadAsync()).GetRawText());
    }

    [Theory]
    [InlineData("pusher", "pull")]
    [InlineData("publisher", "sub")]
    public async Task Python_is_heard(string type, string command)
    {
        bool repeat = type == "publisher";
        await using PeerProcess python = await Peer.Python.StartAsync(
            "sender", new { type, bind = Peer.AnyPort, repeat }, [["log", "hello", new { k = new[] { 1 } }]]);

        ToolResult heard = await Tool.RunAsync(command, "-c", "1", python.Endpoint);

        Assert.Equal((0, "log('hello', {'k': [1]})\n"), (heard.ExitCode, heard.Output));
    }

    private static async Task<string> BoundAsync(Tool tool) => (await tool.ReadErrorAsync())!.Split('"')[1];
}
