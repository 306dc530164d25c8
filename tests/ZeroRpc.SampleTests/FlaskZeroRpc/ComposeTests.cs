using System.Text.RegularExpressions;
using ZeroRpc.SampleTests.Support;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.SampleTests.FlaskZeroRpc;

/// <summary>compose.yaml and the Dockerfiles, as far as that can be told without containers: images need a network that tests do without.</summary>
public sealed partial class ComposeTests
{
    private const int RedisPort = 6379;

    private static readonly ComposeFile _file = ComposeFile.Read();

    public static TheoryData<string> Built => [.. _file.Services.Where(service => service.Value.Build is not null).Select(service => service.Key)];

    [Fact]
    public void All_programs_are_there_in_both_languages() => Assert.Equal(
        from program in new[] { "api", "gateway", "worker", "www" }
        from language in new[] { Language.CSharp, Language.Python }
        select (program, language),
        _file.Services.Values.Where(service => service.Build is not null).Select(service => (service.Program, service.Language)).Order());

    [Theory]
    [MemberData(nameof(Built))]
    public void What_is_built_and_copied_exists(string service)
    {
        ComposeBuild build = _file.Services[service].Build!;

        Assert.True(File.Exists(build.PathOf(build.Dockerfile)), build.Dockerfile);
        string[] sources = [.. build.Instructions("COPY").Where(words => !words[1].StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(words => words[1..^1])];
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(build.PathOf(source)), source));
    }

    [Theory]
    [MemberData(nameof(Built))]
    public void Arguments_are_declared_and_what_is_run_exists(string service)
    {
        ComposeService container = _file.Services[service];
        ComposeBuild build = container.Build!;

        Assert.All(build.Args.Keys, name => Assert.Contains(build.Instructions("ARG"), words => words[1] == name));
        string program = container.Language == Language.CSharp
            ? build.Instructions("RUN").Single(words => words[1] == "dotnet")[3]
            : $"{build.Instructions("WORKDIR")[^1][1].Replace("/sample/", "", StringComparison.Ordinal)}/{container.Program}.py";
        Assert.True(Path.Exists(build.PathOf(program)), program);
    }

    /// <summary>The table of the README says who reads what; the programs say whether it is so.</summary>
    [Theory]
    [MemberData(nameof(Built))]
    public void A_container_is_given_variables_that_its_program_reads(string service)
    {
        ComposeService container = _file.Services[service];

        Assert.NotEmpty(container.Environment);
        Assert.Empty(container.Environment.Keys.Except(
            Table().Where(row => row[1].Split(", ").Contains(container.Program)).Select(row => row[0])));
    }

    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.py")]
    public void The_README_s_variables_are_those_of_the_sources(string sources) => Assert.Equal(
        Directory.EnumerateFiles(ComposeFile.Folder, sources, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Variable().Matches(File.ReadAllText(file))).Select(name => name.Groups[1].Value)
            .Distinct().Order(StringComparer.Ordinal),
        Table().Select(row => row[0]).Order(StringComparer.Ordinal));

    /// <summary>Each as its container has it, but for the ports and hosts; the others need not be there yet.</summary>
    [Theory]
    [MemberData(nameof(Built))]
    public async Task A_program_serves_with_the_variables_that_it_is_given(string service)
    {
        ComposeService container = _file.Services[service];

        await using RunningProgram running = await Sample.ServeAsync(
            container.Language,
            container.Program,
            [.. container.Environment.Select(variable => (variable.Key, Here(variable.Key, variable.Value)))]);

        Assert.Contains("Serving at", running.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_lead_to_containers_and_the_ports_at_which_they_serve()
    {
        Uri[] addresses = [.. _file.Services.Values.SelectMany(service => service.Environment)
            .Where(variable => variable.Key.EndsWith("_URL", StringComparison.Ordinal)).Select(variable => new Uri(variable.Value))];

        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.Equal($"{address.Port}", address.Scheme == "redis"
            ? $"{RedisPort}"
            : _file.Services[address.Host].Environment["PORT_ZEROSERVICE"]));
        Assert.All(addresses, address => Assert.True(_file.Services.ContainsKey(address.Host), address.Host));
    }

    [Fact]
    public void Published_ports_are_those_at_which_programs_serve_each_once_and_for_this_machine_alone()
    {
        (string[] Port, ComposeService Service)[] published = [.. _file.Services.Values
            .SelectMany(service => service.Ports.Select(port => (port.Split(':'), service)))];

        Assert.All(published, each => Assert.Equal("127.0.0.1", each.Port[0]));
        Assert.All(published, each => Assert.Contains(each.Port[2], each.Service.Environment.Values));
        Assert.Distinct(published.Select(each => each.Port[1]));
        Assert.Superset(new HashSet<string>(["8081", "8082", "8083", "8084"]), published.Select(each => each.Port[1]).ToHashSet());
    }

    [Fact]
    public void What_is_started_before_exists() =>
        Assert.Empty(_file.Services.Values.SelectMany(service => service.DependsOn).Except(_file.Services.Keys));

    private static string[][] Table() => Markdown.Read("samples/FlaskZeroRpc/README.md").Table("Variable");

    private static string Here(string name, string value) => name.StartsWith("PORT_", StringComparison.Ordinal)
        ? $"{FreePort.Next()}"
        : $"{new Uri(value).Scheme}://127.0.0.1:{FreePort.Next()}";

    [GeneratedRegex("""["']((?:PORT|DOTCLOUD|WORKER)_[A-Z_]+)["']""")]
    private static partial Regex Variable();
}
