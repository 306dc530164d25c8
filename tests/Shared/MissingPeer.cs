using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ZeroRpc.TestSupport;

/// <summary>
/// Programs and switches that a test needs and the machine may lack. A test that lacks one is skipped, and <c>dotnet test</c> lists each
/// missing peer once at its end (tests/SkippedPeers.targets).
/// </summary>
internal static class MissingPeer
{
    private static readonly Lock _writing = new();

    private static readonly Assembly _assembly = typeof(MissingPeer).Assembly;

    /// <summary>Skips the test, or fails it where <c>ZERORPC_REQUIRE_PEERS=1</c> says that no peer is missing.</summary>
    /// <param name="peer">The peer's name. A peer is listed once, however many tests it lacks in.</param>
    /// <param name="reason">Why the peer cannot be used, as a sentence.</param>
    /// <param name="remedy">The command that brings the peer.</param>
    [DoesNotReturn]
    public static void Skip(string peer, string reason, string remedy)
    {
        if (Environment.GetEnvironmentVariable("ZERORPC_REQUIRE_PEERS") == "1")
        {
            Assert.Fail($"{reason} {remedy}");
        }

        Record(peer, $"{peer}: {reason} {remedy}");
        Assert.Skip($"{reason} {remedy}");
    }

    /// <summary>Leaves the line where the build finds it. Assemblies are tested at the same time, so each writes files of its own.</summary>
    private static void Record(string peer, string line)
    {
        string folder = _assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "SkippedPeers").Value!;
        lock (_writing)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{peer}.{_assembly.GetName().Name}.txt"), line.ReplaceLineEndings(" "));
        }
    }
}
