using System.Reflection;
using System.Text.RegularExpressions;

namespace ZeroRpc.Tests.Docs;

/// <summary>What the documents name exists: the files that they link, the types and folders of docs/architecture.md.</summary>
public sealed partial class DocumentsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("docs/protocol.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/middleware.md")]
    [InlineData("docs/retries.md")]
    public void Links_lead_to_files(string document)
    {
        string path = Path.Combine(Markdown.Root, document);

        Assert.All(
            Link().Matches(File.ReadAllText(path)).Select(link => link.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), link));
    }

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

    private static IEnumerable<string> Codes() => Markdown.Read("docs/architecture.md").InlineCode();

    private static bool IsPath(string path) =>
        Path.Exists(Path.Combine(Markdown.Root, path)) || Path.Exists(Path.Combine(Markdown.Root, "src", "ZeroRpc", path));

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\]\((?!http)([^)#]+)\)")]
    private static partial Regex Link();
}
