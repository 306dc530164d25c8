using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ZeroRpc.Tests.Docs;

/// <summary>README.md and the pages of options: paths exist, output and defaults are real.</summary>
public sealed partial class ReadmeTests
{
    private readonly Markdown _readme = Markdown.Read("README.md");

    [Fact]
    public void Shell_lines_name_projects_that_exist()
    {
        string[] projects = [.. _readme.Blocks().Where(block => block.Language == "sh")
            .SelectMany(block => Project().Matches(block.Text)).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.True(Directory.Exists(Path.Combine(Markdown.Root, project)), project));
    }

    [Fact]
    public void It_is_read_in_one_sitting() => Assert.InRange(File.ReadAllLines(Path.Combine(Markdown.Root, "README.md")).Length, 1, 150);

    [Fact]
    public async Task The_quickstart_prints_what_is_shown()
    {
        string output = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Path.Combine(Markdown.Root, "samples", "Quickstart", "bin", configuration, output, "Quickstart.dll");
        Assert.SkipUnless(File.Exists(program), "The sample is not built: these tests were published to run elsewhere.");
        using Process quickstart = Process.Start(new ProcessStartInfo("dotnet", ["exec", program]) { RedirectStandardOutput = true })!;

        string printed = await quickstart.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await quickstart.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, quickstart.ExitCode);
        Assert.Equal(_readme.Block("Quickstart"), Port().Replace(printed.ReplaceLineEndings("\n").TrimEnd(), ":4242"));
    }

    [Fact]
    public void The_options_and_their_defaults_are_those_of_the_classes()
    {
        Dictionary<string, string> expected = [];
        AddDefaults(expected, new ZeroRpcClientOptions(), "");
        AddDefaults(expected, new ZeroRpcServerOptions(), "");
        AddDefaults(expected, new ValueOptions(), "Values.");
        expected[nameof(CallOptions.IsIdempotent)] = Show(default(CallOptions).IsIdempotent);

        Dictionary<string, string> shown = Markdown.Read("docs/options.md").Table("Option").ToDictionary(row => row[0], row => row[2]);

        Assert.Equal(expected.OrderBy(option => option.Key), shown.OrderBy(option => option.Key));
    }

    [Fact]
    public void The_limits_for_peers_and_their_defaults_are_those_of_the_class()
    {
        Dictionary<string, string> expected = [];
        AddDefaults(expected, new ZeroRpcLimits(), "Limits.");

        Dictionary<string, string> shown = Markdown.Read("docs/limits.md").Table("Limit of").ToDictionary(row => row[1], row => row[2]);

        Assert.Equal(expected.OrderBy(option => option.Key), shown.Where(row => row.Key.StartsWith("Limits.", StringComparison.Ordinal)).OrderBy(row => row.Key));
    }

    private static void AddDefaults(Dictionary<string, string> defaults, object options, string prefix)
    {
        foreach (PropertyInfo option in options.GetType().GetProperties().Where(option => option.CanWrite || option.PropertyType.IsGenericType))
        {
            defaults[prefix + option.Name] = Show(option.GetValue(options));
        }
    }

    private static string Show(object? value) => value switch
    {
        ICollection { Count: 0 } => "none",
        null or ValueOptions or Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory => "none",
        TimeProvider => "the system's",
        ZeroRpcLimits => "[limits.md](limits.md)",
        bool flag => flag ? "yes" : "no",
        TimeSpan span => span.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s",
        int number when number % (1024 * 1024) == 0 => $"{number / (1024 * 1024)} MiB",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    [GeneratedRegex(@":\d+(?=\n)")]
    private static partial Regex Port();

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex Project();
}
