using System.Reflection;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Selects the methods of a type that are exposed. Not exposed are: names with a leading underscore; methods that <see cref="Object"/>
/// declares, including overrides; <c>Dispose</c> and <c>DisposeAsync</c>; accessors and operators; compiler-generated methods; static
/// abstract methods; and methods that are hidden by <see cref="ZeroRpcMethodAttribute"/>.
/// </summary>
internal static class ExposedMethods
{
    /// <summary>Returns the exposed instance methods, in the order of declaration. Inherited methods follow the type's own.</summary>
    public static IEnumerable<MethodInfo> OfInstance(Type type) => Of(WithInherited(type), BindingFlags.Instance);

    /// <summary>Returns the exposed static methods, in the same order.</summary>
    public static IEnumerable<MethodInfo> OfStatic(Type type) => Of([type], BindingFlags.Static | BindingFlags.FlattenHierarchy);

    /// <summary>Returns true if the type is not a reference, span or pointer, whose values cannot be sent.</summary>
    public static bool IsOrdinary(Type type) =>
        !type.IsByRef && !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;

    private static IEnumerable<MethodInfo> Of(IEnumerable<Type> types, BindingFlags kind) =>
        types.SelectMany(each => each.GetMethods(BindingFlags.Public | kind))
            .OrderByDescending(method => InheritanceDepth(method.DeclaringType))
            .ThenBy(method => method.MetadataToken)
            .DistinctBy(method => (method.Name, string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType))))
            .Where(IsExposed);

    /// <summary>Reflection returns the inherited methods of a class, but not those of an interface.</summary>
    private static IEnumerable<Type> WithInherited(Type type) => type.IsInterface ? type.GetInterfaces().Prepend(type) : [type];

    private static bool IsExposed(MethodInfo method) =>
        !method.Name.StartsWith('_') &&
        !method.IsSpecialName &&
        !(method.IsAbstract && method.IsStatic) &&
        method.Name is not (nameof(IDisposable.Dispose) or nameof(IAsyncDisposable.DisposeAsync)) &&
        method.GetBaseDefinition().DeclaringType != typeof(object) &&
        !method.IsDefined(typeof(CompilerGeneratedAttribute)) &&
        MethodOrigins.FindAttribute(method) is not { IsHidden: true };

    private static int InheritanceDepth(Type? type)
    {
        int depth = 0;
        for (; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
