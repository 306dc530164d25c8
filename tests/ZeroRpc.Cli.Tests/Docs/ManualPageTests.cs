using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.Cli.Tests.Docs;

/// <summary>The manual page of the package is docs/cli.md.</summary>
public sealed class ManualPageTests
{
    private static readonly string _path = Path.Combine(Markdown.Root, "src", "ZeroRpc.Cli", "share", "man", "zerorpc-cs.1");

    /// <summary><c>ZERORPC_WRITE_MANUAL=1</c> writes the manual page instead of comparing it.</summary>
    [Fact]
    public async Task The_manual_page_is_written_from_the_page()
    {
        string page = ManualPage.Convert(
            await File.ReadAllTextAsync(Path.Combine(Markdown.Root, "docs", "cli.md"), TestContext.Current.CancellationToken));
        if (Environment.GetEnvironmentVariable("ZERORPC_WRITE_MANUAL") == "1")
        {
            await File.WriteAllTextAsync(_path, page, TestContext.Current.CancellationToken);
        }

        Assert.True(
            File.Exists(_path) && page == (await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"),
            "docs/cli.md has changed: run this test with ZERORPC_WRITE_MANUAL=1 to write src/ZeroRpc.Cli/share/man/zerorpc-cs.1.");
    }

    [Fact]
    public async Task Help_prints_the_manual_page() => Assert.Equal(
        (await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"),
        (await Tool.RunAsync("help", "--man")).Output);

    [Theory]
    [InlineData("# zerorpc-cs(1)\n", ".TH ZERORPC\\-CS 1\n")]
    [InlineData("## PING\n### ping --explain\n", ".SH PING\n.SS ping \\-\\-explain\n")]
    [InlineData("See `-H` in\n[hosting](hosting.md#x).\n", ".PP\nSee \\fB\\-H\\fR in\nhosting.\n", "\n")]
    [InlineData("    $ a \\\n    .b\n\ntext\n", ".PP\n.RS 4\n.nf\n$ a \\e\n\\&.b\n.fi\n.RE\n.PP\ntext\n")]
    [InlineData("| code | meaning |\n| --- | --- |\n| `0` | done |\n", ".TP\n\\fB0\\fR\ndone\n")]
    [InlineData("## START-UP\nfigures\n## SEE ALSO\n", ".SH SEE ALSO\n")]
    public void Markdown_becomes_roff(string markdown, string roff, string before = "") =>
        Assert.Equal(roff, ManualPage.Convert(before + markdown)[(ManualPage.Convert("").Length)..]);
}
