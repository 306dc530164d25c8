using System.Reflection;
using System.Runtime.Loader;

namespace ZeroRpc.Cli.Hosting;

/// <summary>
/// Loads the assembly of a service and its dependencies from its folder. Assemblies that the tool itself has loaded (ZeroRpc and its
/// attributes) are shared, so that both use the same types.
/// </summary>
internal sealed class ServiceLoadContext(string path) : AssemblyLoadContext("service")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>Loads the assembly of the service.</summary>
    public Assembly LoadService() => LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !IsShared(assemblyName) && _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static bool IsShared(AssemblyName name) => name.Name is "ZeroRpc" or "MessagePack" or "MessagePack.Annotations" or
        "Microsoft.Extensions.Logging.Abstractions" or "Microsoft.Extensions.DependencyInjection.Abstractions";
}
