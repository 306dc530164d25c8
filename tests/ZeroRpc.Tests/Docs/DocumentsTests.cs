using System.Reflection;
using System.Text.RegularExpressions;

namespace ZeroRpc.Tests.Docs;

/// <summary>What the documents say is so: their code is that of tests, and the files, types and folders that they name exist.</summary>
public sealed partial class DocumentsTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "CHANGELOG.md", "src/ZeroRpc/README.md", "src/ZeroRpc/Threading/README.md",
        "src/ZeroRpc.Curve/README.md", "src/ZeroRpc.NetMq/README.md", "src/ZeroRpc.Hosting/README.md", "src/ZeroRpc.Gateway/README.md", "src/ZeroRpc.Cli/README.md",
        .. Directory.EnumerateFiles(Path.Combine(Markdown.Root, "docs"), "*.md").Select(RelativePath),
    ];

    public static TheoryData<string> DocumentsAndSamples =>
        [.. Documents, .. Directory.EnumerateFiles(Path.Combine(Markdown.Root, "samples"), "README.md", SearchOption.AllDirectories)
            .Select(RelativePath)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_block_of_CSharp_is_a_snippet_of_a_test(string document)
    {
        Dictionary<string, string> snippets = Snippets.Read();

        Assert.All(
            Markdown.Read(document).Blocks().Where(block => block.Language == "csharp"),
            block => Assert.Equal(snippets.GetValueOrDefault(block.Name), Endpoint().Replace(block.Text, "endpoint")));
    }

    [Fact]
    public void Every_snippet_of_a_test_is_shown()
    {
        IEnumerable<string> shown = Documents.SelectMany(row => Markdown.Read(row.Data).Blocks()).Select(block => block.Name);

        Assert.Empty(Snippets.Read().Keys.Except(shown));
    }

    [Theory]
    [MemberData(nameof(DocumentsAndSamples))]
    public void Links_lead_to_files(string document)
    {
        string path = Path.Combine(Markdown.Root, document);

        Assert.All(
            Link().Matches(File.ReadAllText(path)).Select(link => link.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), link));
    }

    [Theory]
    [MemberData(nameof(DocumentsAndSamples))]
    public void Links_into_documents_lead_to_headings(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Markdown.Root, document))!;

        Assert.All(
            Anchor().Matches(File.ReadAllText(Path.Combine(Markdown.Root, document))).Select(link => link.Groups),
            link =>
            {
                string target = link[1].Value is "" ? document : Path.GetRelativePath(Markdown.Root, Path.Combine(folder, link[1].Value));
                Assert.True(Markdown.Read(target).Anchors().Contains(link[2].Value), link[0].Value);
            });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_block_of_Python_or_JavaScript_is_run_by_a_test(string document)
    {
        string tests = string.Concat(((string[])["ZeroRpc.InteropTests", "ZeroRpc.Gateway.Tests"])
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Markdown.Root, "tests", project, "Docs"), "*.cs"))
            .Select(File.ReadAllText));

        Assert.All(
            Markdown.Read(document).Blocks().Where(block => block.Language is "python" or "js"),
            block => Assert.Contains($"\"{block.Name}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_is_in_the_list_of_the_README() =>
        Assert.Empty(Documents.Select(row => row.Data).Where(path => path.StartsWith("docs", StringComparison.Ordinal))
            .Except(Link().Matches(File.ReadAllText(Path.Combine(Markdown.Root, "README.md"))).Select(link => link.Groups[1].Value)));

    [Fact]
    public void The_architecture_names_types_and_members_of_the_library()
    {
        HashSet<string> known = [.. typeof(ZeroRpcClient).Assembly.GetTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
                .Select(member => member.Name)
                .Append(type.Name))];
        known.UnionWith([nameof(TimeProvider), nameof(Transport.TransportBehaviour)]);

        Assert.All(Codes().Where(code => Name().IsMatch(code)), name => Assert.True(known.Contains(name) || IsPath(name), name));
    }

    [Fact]
    public void The_architecture_names_folders_and_files_that_exist() =>
        Assert.All(Codes().Where(code => code.Contains('/') && !code.Contains(' ')), path => Assert.True(IsPath(path), path));

    private static string RelativePath(string path) => Path.GetRelativePath(Markdown.Root, path).Replace('\\', '/');

    private static IEnumerable<string> Codes() =>
        [.. Markdown.Read("docs/architecture.md").InlineCode(), .. Markdown.Read("src/ZeroRpc/Threading/README.md").InlineCode()];

    private static bool IsPath(string path) =>
        Path.Exists(Path.Combine(Markdown.Root, path)) || Path.Exists(Path.Combine(Markdown.Root, "src", "ZeroRpc", path));

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex Name();

    [GeneratedRegex("\"tcp://[^\"]*:4242\"")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"\]\((?!http)([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?!http)([^)#]*)#([^)]+)\)")]
    private static partial Regex Anchor();
}
