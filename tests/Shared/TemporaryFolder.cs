using ZeroRpc.TestSupport;

[assembly: AssemblyFixture(typeof(TemporaryFolder))]

namespace ZeroRpc.TestSupport;

/// <summary>
/// The folder for the files of all tests of an assembly, removed when the last test has ended. Socket files belong here: a process that is
/// killed does not remove its own.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    private static readonly Lazy<string> _path = new(() => Directory.CreateTempSubdirectory("zerorpc-").FullName);

    /// <summary>A path at which there is nothing.</summary>
    public static string NewPath() => Path.Combine(_path.Value, Guid.NewGuid().ToString("N"));

    /// <summary>An <c>ipc</c> endpoint at which nobody listens.</summary>
    public static string NewIpcEndpoint() => $"ipc://{NewPath()}";

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        if (_path.IsValueCreated)
        {
            Directory.Delete(_path.Value, recursive: true);
        }
    }
}
