using System.Reflection;
using System.Runtime.InteropServices;

namespace ZeroRpc.Cli.Hosting;

/// <summary>Finds .NET's own types by their full name.</summary>
internal static class FrameworkAssemblies
{
    /// <summary>Returns the public type, or null.</summary>
    public static Type? Find(string name) =>
        Candidates(name).Select(assembly => TypeIn(assembly, name)).FirstOrDefault(type => type is not null);

    /// <summary>
    /// Returns the assemblies to search: the core library, then assemblies whose name is a prefix of the type's name, then all others.
    /// </summary>
    private static IEnumerable<AssemblyName> Candidates(string name)
    {
        string[] files = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll");
        IEnumerable<string> names = files.Select(file => Path.GetFileNameWithoutExtension(file)!)
            .OrderBy(file => name.StartsWith(file + ".", StringComparison.Ordinal) ? -file.Length : 0);
        return names.Prepend("System.Private.CoreLib").Select(file => new AssemblyName(file));
    }

    private static Type? TypeIn(AssemblyName assembly, string name)
    {
        try
        {
            return Assembly.Load(assembly).GetType(name) is { IsVisible: true } type ? type : null;
        }
        catch (Exception notManaged) when (notManaged is BadImageFormatException or IOException)
        {
            return null;
        }
    }
}
