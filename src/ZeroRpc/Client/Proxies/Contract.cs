using System.Reflection;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Client.Proxies;

/// <summary>An interface whose methods call a remote service.</summary>
internal sealed class Contract
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<MethodInfo, ContractMethod> _methods;

    private Contract(Dictionary<MethodInfo, ContractMethod> methods) => _methods = methods;

    /// <summary>Analyzes an interface and the interfaces that it inherits.</summary>
    /// <exception cref="ArgumentException">The interface cannot be implemented by a proxy. The message lists all reasons.</exception>
    public static Contract Create(Type type, ZeroRpcProxyOptions options)
    {
        if (!type.IsInterface)
        {
            throw new ArgumentException(
                $"{TypeNames.Format(type)} is not an interface. A proxy needs an interface that declares the remote's methods.");
        }

        IEnumerable<Type> interfaces = type.GetInterfaces().Prepend(type).Where(each => !IsDisposable(each));
        MemberInfo[] members = [.. interfaces.SelectMany(each => each.GetMembers(Declared))];
        string[] faults = [.. members.Select(ContractFaults.Find).OfType<string>()];
        if (faults.Length > 0)
        {
            string list = string.Join(Environment.NewLine, faults);
            throw new ArgumentException($"{TypeNames.Format(type)} cannot be the contract of a proxy:{Environment.NewLine}{list}");
        }

        // Static and private methods have a body, which runs locally.
        IEnumerable<MethodInfo> called = members.OfType<MethodInfo>().Where(method => method.IsAbstract);
        return new Contract(called.ToDictionary(method => method, method => new ContractMethod(method, options)));
    }

    /// <summary>Returns the contract of an interface method. Returns null for the Dispose methods that an interface may inherit.</summary>
    public ContractMethod? Find(MethodInfo method) => _methods.GetValueOrDefault(method);

    private static bool IsDisposable(Type type) => type == typeof(IDisposable) || type == typeof(IAsyncDisposable);
}
