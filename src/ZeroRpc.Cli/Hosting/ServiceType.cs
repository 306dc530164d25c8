using System.Reflection;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Hosting;

/// <summary>Finds the type to serve: a .NET type by its full name, or a type in an assembly by the path of the assembly.</summary>
internal static class ServiceType
{
    private const int MostNamed = 8;

    /// <summary>Loads the type.</summary>
    /// <param name="words"><c>System.Math</c>, or <c>path/to/Lib.dll</c> and <c>Namespace.Type</c>.</param>
    /// <exception cref="CommandFailure">The assembly or the type does not exist. The message lists the available ones.</exception>
    public static Type Load(IReadOnlyList<string> words) => words switch
    {
        [string name] when !IsPath(name) => Framework(name),
        [string path] => throw CommandFailure.Usage($"which type of '{path}'? {Served(Assembly(path))}"),
        [string path, string name] when IsPath(path) => In(Assembly(path), name),
        [string path, _, string surplus, ..] when IsPath(path) => throw CommandFailure.Usage(
            $"one type is served: '{surplus}' is too much."),
        [] => throw CommandFailure.Usage("nothing to serve: name a type, such as System.Math, or path/to/Lib.dll Namespace.Type."),
        _ => throw CommandFailure.Usage(
            $"'{words[0]}' is no path of an assembly (it does not end with .dll): give a type alone, or path/to/Lib.dll Namespace.Type."),
    };

    /// <summary>Creates an instance with the parameterless constructor.</summary>
    /// <exception cref="CommandFailure">There is no such constructor, or it failed.</exception>
    public static object Instantiate(Type type)
    {
        if (type.IsAbstract || type.ContainsGenericParameters || (!type.IsValueType && type.GetConstructor([]) is null))
        {
            throw CommandFailure.Usage(
                $"'{type.FullName}' cannot be served: it is neither static nor has it a public constructor without parameters.");
        }

        try
        {
            return Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException wrong) when (wrong.InnerException is { } cause)
        {
            throw CommandFailure.Usage($"the constructor of '{type.FullName}' failed: {cause.GetType().Name}: {cause.Message}", cause);
        }
    }

    private static bool IsPath(string word) =>
        word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || word.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);

    private static Type Framework(string name) => FrameworkAssemblies.Find(name)
        ?? throw CommandFailure.Usage(
            $"there is no public type '{name}' in .NET: write its full name, such as System.Math; for your own, path/to/Lib.dll {name}.");

    private static Assembly Assembly(string path)
    {
        if (!File.Exists(path))
        {
            throw CommandFailure.Usage($"there is no assembly '{path}'.");
        }

        try
        {
            return new ServiceLoadContext(Path.GetFullPath(path)).LoadService();
        }
        catch (Exception wrong) when (wrong is BadImageFormatException or IOException)
        {
            throw CommandFailure.Usage($"'{path}' cannot be loaded as a .NET assembly: {wrong.Message}", wrong);
        }
    }

    private static Type In(Assembly assembly, string name) => assembly.GetType(name) is { IsVisible: true } type
        ? type
        : throw CommandFailure.Usage($"'{Path.GetFileName(assembly.Location)}' has no public type '{name}'. {Served(assembly)}");

    private static string Served(Assembly assembly)
    {
        string[] names = [.. assembly.GetExportedTypes().Where(CanServe).Select(type => type.FullName!).Order(StringComparer.Ordinal)];
        return names.Length == 0
            ? "It has none that can be served."
            : $"It has {string.Join(", ", names.Take(MostNamed))}{(names.Length > MostNamed ? ", …" : "")}.";
    }

    private static bool CanServe(Type type) =>
        type is { IsClass: true, ContainsGenericParameters: false }
            && (type.IsAbstract ? type.IsSealed : type.GetConstructor([]) is not null);
}
