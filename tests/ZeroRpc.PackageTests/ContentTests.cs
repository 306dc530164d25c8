using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using ZeroRpc.Tests.Docs;

namespace ZeroRpc.PackageTests;

/// <summary>What is in the packages.</summary>
public sealed class ContentTests(PackedFixture packed)
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly string[] LibraryIds = ["ZeroRpc", "ZeroRpc.Curve", "ZeroRpc.NetMq", "ZeroRpc.Hosting", "ZeroRpc.Gateway"];

    public static TheoryData<string> Packages => [.. LibraryIds, "zerorpc-cs"];

    public static TheoryData<string> Libraries => [.. LibraryIds];

    [Fact]
    public void Every_library_has_a_package_and_symbols_and_the_tool_has_a_package()
    {
        PackedFixture.SkipUnlessOn();

        Assert.Equal(
            LibraryIds.SelectMany(id => (string[])[$"{id}.{packed.Version}.nupkg", $"{id}.{packed.Version}.snupkg"])
                .Append($"zerorpc-cs.{packed.Version}.nupkg").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packed.Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_a_readme_an_icon_a_licence_and_release_notes(string id)
    {
        PackedFixture.SkipUnlessOn();
        XElement nuspec = packed.Nuspec(id);
        using ZipArchive package = packed.Open(id);

        Assert.NotNull(package.GetEntry(Value(nuspec, "readme")));
        Assert.NotNull(package.GetEntry(Value(nuspec, "icon")));
        Assert.Equal("MIT", Value(nuspec, "license"));
        Assert.Contains("### Added", Value(nuspec, "releaseNotes"), StringComparison.Ordinal);
        Assert.StartsWith($"# {id}\n", new StreamReader(package.GetEntry("README.md")!.Open()).ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("share/man/zerorpc-cs.1")]
    [InlineData("share/completions/zerorpc-cs.bash")]
    [InlineData("share/completions/_zerorpc-cs")]
    [InlineData("share/completions/zerorpc-cs.fish")]
    [InlineData("share/completions/zerorpc-cs.ps1")]
    public void The_tool_has_its_manual_page_and_its_completion_scripts(string file)
    {
        PackedFixture.SkipUnlessOn();
        using ZipArchive package = packed.Open("zerorpc-cs");

        Assert.Single(package.Entries, entry => entry.FullName.EndsWith($"/{file}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_names_no_folder_of_whoever_built_it(string id)
    {
        PackedFixture.SkipUnlessOn();
        using ZipArchive package = packed.Open(id);
        byte[] root = Encoding.UTF8.GetBytes(Markdown.Root);

        Assert.All(package.Entries, entry =>
        {
            using var content = new MemoryStream();
            entry.Open().CopyTo(content);
            Assert.True(content.ToArray().AsSpan().IndexOf(root) < 0, entry.FullName);
        });
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_documentation_and_its_symbols_their_sources(string id)
    {
        PackedFixture.SkipUnlessOn();
        using ZipArchive package = packed.Open(id);
        using ZipArchive symbols = packed.Open(id, "snupkg");
        using var pdb = new MemoryStream();
        symbols.GetEntry($"lib/net10.0/{id}.pdb")!.Open().CopyTo(pdb);
        pdb.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        MetadataReader reader = provider.GetMetadataReader();

        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        Assert.All(reader.Documents, document => Assert.Contains(
            reader.GetCustomDebugInformation(document),
            information => reader.GetGuid(reader.GetCustomDebugInformation(information).Kind) == EmbeddedSource));
    }

    [Fact]
    public void Hosting_goes_with_the_library_of_its_version_and_below_the_next_breaking_one()
    {
        PackedFixture.SkipUnlessOn();
        XElement dependency = packed.Nuspec("ZeroRpc.Hosting").Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "ZeroRpc");

        string breaking = PackedFixture.Prefix.Major == 0 ? $"0.{PackedFixture.Prefix.Minor + 1}" : $"{PackedFixture.Prefix.Major + 1}.0";
        Assert.Equal($"[{packed.Version}, {breaking}.0)", dependency.Attribute("version")!.Value);
    }

    [Theory]
    [InlineData("ZeroRpc.NetMq")]
    [InlineData("ZeroRpc.Gateway")]
    public void What_is_built_on_internals_goes_with_the_library_of_its_version_alone(string id)
    {
        PackedFixture.SkipUnlessOn();
        XElement dependency = packed.Nuspec(id).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "ZeroRpc");

        Assert.Equal($"[{packed.Version}]", dependency.Attribute("version")!.Value);
    }

    [Fact]
    public void The_library_does_not_bring_NetMQ()
    {
        PackedFixture.SkipUnlessOn();

        Assert.DoesNotContain(packed.Nuspec("ZeroRpc").Descendants(), element => element.Attribute("id")?.Value == "NetMQ");
    }

    private static string Value(XElement nuspec, string name) => nuspec.Elements().Single(element => element.Name.LocalName == name).Value;
}
