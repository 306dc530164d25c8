using System.Reflection;
using System.Runtime.Loader;

namespace ZeroRpc.Cli.Hosting;

/// <summary>
/// Loads a service's assembly and what it needs from beside it, but what this tool has itself (ZeroRpc and its attributes) from here, so
/// that both mean the same types.
/// </summary>
internal sealed class ServiceLoadContext(string path) : AssemblyLoadContext("service")
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>The service's own assembly.</summary>
    public Assembly LoadService() => LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !IsShared(assemblyName) && _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static bool IsShared(AssemblyName name) => name.Name is "ZeroRpc" or "MessagePack" or "MessagePack.Annotations" or
        "Microsoft.Extensions.Logging.Abstractions" or "Microsoft.Extensions.DependencyInjection.Abstractions";
}
