using ZeroRpc.Cli.Commands.Repl;
using ZeroRpc.Cli.Tests.Support;

namespace ZeroRpc.Cli.Tests.Commands;

public sealed class ReplTests
{
    [Fact]
    public async Task Piped_lines_are_calls_and_their_results_alone_are_printed()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunWithAsync(
            "Max 1 2\n# a comment\n\nPow _ 3\nexit\nMax 8 9\n", endpoint: null, "repl", math.Endpoint);

        Assert.Equal(new ToolResult(0, "2\n8.0\n", ""), result);
    }

    [Fact]
    public async Task A_line_that_fails_does_not_end_the_others()
    {
        await using Served math = await Served.StartAsync("--server", "--bind", "tcp://127.0.0.1:0", "System.Math");

        ToolResult result = await Tool.RunWithAsync("NoSuchMethod\nMax 1 2\n", endpoint: null, "repl", math.Endpoint);

        Assert.Equal((1, "2\n"), (result.ExitCode, result.Output));
        Assert.StartsWith("NameError", result.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("-1.5", -1.5)]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("\"a \\\" b\"", "a \" b")]
    [InlineData("'a b'", "a b")]
    [InlineData("'12'", "12")]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("007", "007")]
    [InlineData("plain", "plain")]
    [InlineData("_", "last")]
    public void A_word_is_JSON_where_it_looks_so_and_else_a_string(string line, object? value) =>
        Assert.Equal([value], LineArguments.Read(LineWords.Split(line), lastValue: "last"));

    [Fact]
    public void Brackets_hold_a_word_together() =>
        Assert.Equal(["echo", "[1, {\"a b\": \"]\"}]", "x"], LineWords.Split("echo [1, {\"a b\": \"]\"}] x").Select(word => word.Text));

    [Fact]
    public void Names_complete_the_first_word_and_what_follows_help()
    {
        var names = new MethodNames();
        names.Set(new ServiceDescription
        {
            Name = "s",
            Methods = [new MethodDescription { Name = "echo" }, new MethodDescription { Name = "echo_many" }],
        });

        Assert.Equal(["echo", "echo_many", "exit"], names.Complete("e").Candidates);
        Assert.Equal(["echo", "echo_many"], names.Complete("help ").Candidates);
        Assert.Empty(names.Complete("echo e").Candidates);
    }

    [Fact]
    public void Up_and_down_walk_through_history_back_to_the_unfinished_line()
    {
        string path = TemporaryFolder.NewPath();
        LineHistory history = LineHistory.Load(path);
        history.Add("one");
        history.Add("two");
        history.Save();

        LineHistory later = LineHistory.Load(path);

        Assert.Equal(("two", "one", null), (later.Older("unfini"), later.Older("two"), later.Older("one")));
        Assert.Equal(("two", "unfini", null), (later.Newer(), later.Newer(), later.Newer()));
        File.Delete(path);
    }

    [Fact]
    public void Keys_edit_the_line_as_readline_does()
    {
        var buffer = new EditBuffer();
        buffer.Set("add_42 17");

        buffer.Handle(Control(ConsoleKey.W));
        buffer.Insert("1");
        buffer.Handle(Control(ConsoleKey.A));
        buffer.Insert("# ");

        Assert.Equal(("# add_42 1", 2), (buffer.Text, buffer.Cursor));
    }

    private static ConsoleKeyInfo Control(ConsoleKey key) => new('\u0001', key, shift: false, alt: false, control: true);
}
