using System.IO.Compression;
using System.Xml.Linq;
using ZeroRpc.PackageTests;
using ZeroRpc.Tests.Docs;

[assembly: AssemblyFixture(typeof(PackedFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ZeroRpc.PackageTests;

/// <summary>
/// The packages, packed once for all tests, from what lies here, into a folder of their own: with a version that nobody has in a cache, and
/// without touching what other tests were built into.
/// </summary>
public sealed class PackedFixture : IAsyncLifetime
{
    private const string Switch = "ZERORPC_TEST_PACKAGES";

    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-packages-").FullName;

    /// <summary>The version of the repository.</summary>
    public static Version Prefix { get; } = System.Version.Parse(
        XDocument.Load(Path.Combine(Markdown.Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value);

    /// <summary>The version that was packed: no prerelease, of which packing demands less.</summary>
    public string Version { get; } = $"{Prefix.ToString(2)}.{10_000 + (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 50_000)}";

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>Packs, unless these tests are off.</summary>
    public async ValueTask InitializeAsync()
    {
        if (IsOn)
        {
            (await Dotnet.RunAsync(
                Markdown.Root,
                "dotnet",
                "pack",
                "ZeroRpc.sln",
                "--output",
                Feed,
                $"-p:Version={Version}",
                "-p:CompileAhead=false",
                $"-p:ArtifactsPath={Path.Combine(Markdown.Root, "artifacts", "package-tests")}")).Succeeded();
        }
    }

    /// <summary>Removes all that was made.</summary>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    /// <summary>A new folder, outside the repository.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>Skips the test where these tests are off: they take a minute of both processors.</summary>
    public static void SkipUnlessOn()
    {
        if (!IsOn)
        {
            MissingPeer.Skip(
                "Packages",
                "packing and installing them would slow down the tests beside these.",
                $"To test them by themselves: {Switch}=1 dotnet test tests/ZeroRpc.PackageTests");
        }
    }

    /// <summary>Opens a package.</summary>
    internal ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    /// <summary>Reads what a package says of itself.</summary>
    internal XElement Nuspec(string id)
    {
        using ZipArchive package = Open(id);
        using Stream nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static bool IsOn => Environment.GetEnvironmentVariable(Switch) == "1";
}
