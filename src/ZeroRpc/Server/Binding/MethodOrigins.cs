using System.Reflection;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Finds the methods that a method overrides or implements. Their attributes and documentation apply if the method has none of its own.
/// </summary>
internal static class MethodOrigins
{
    /// <summary>Returns the method, the method that it overrides, and the interface methods that it implements.</summary>
    public static IEnumerable<MethodInfo> Find(MethodInfo method)
    {
        yield return method;
        if (method.GetBaseDefinition() is var definition && definition != method)
        {
            yield return definition;
        }

        // Reflection cannot map the interfaces of array types.
        if (method.IsStatic || method.ReflectedType is not { IsInterface: false, IsArray: false } type)
        {
            yield break;
        }

        foreach (Type contract in type.GetInterfaces())
        {
            InterfaceMapping map = type.GetInterfaceMap(contract);
            int index = Array.FindIndex(map.TargetMethods, target => target?.HasSameMetadataDefinitionAs(method) == true);
            if (index >= 0)
            {
                yield return map.InterfaceMethods[index];
            }
        }
    }

    /// <summary>Returns the attribute of the method, or else that of the first origin that has one.</summary>
    public static ZeroRpcMethodAttribute? FindAttribute(MethodInfo method) =>
        Find(method)
            .Select(origin => origin.GetCustomAttribute<ZeroRpcMethodAttribute>())
            .FirstOrDefault(attribute => attribute is not null);
}
