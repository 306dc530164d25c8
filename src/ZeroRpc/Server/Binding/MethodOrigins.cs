using System.Reflection;

namespace ZeroRpc.Server.Binding;

/// <summary>A method and those that it overrides or implements: what they say of it counts where it says nothing itself.</summary>
internal static class MethodOrigins
{
    /// <summary>The method, then the one it overrides, then those of interfaces that it implements.</summary>
    public static IEnumerable<MethodInfo> Of(MethodInfo method)
    {
        yield return method;
        if (method.GetBaseDefinition() is var definition && definition != method)
        {
            yield return definition;
        }

        // Reflection has no maps for arrays.
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

    /// <summary>The method's attribute, or else that of the first origin that has one.</summary>
    public static ZeroRpcMethodAttribute? AttributeOf(MethodInfo method) =>
        Of(method).Select(origin => origin.GetCustomAttribute<ZeroRpcMethodAttribute>()).FirstOrDefault(attribute => attribute is not null);
}
