using System.Reflection;
using System.Runtime.CompilerServices;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Which of a type's methods are exposed. Hidden are: names with a leading underscore, what <see cref="object"/>
/// defines (overrides too), <c>Dispose</c> and <c>DisposeAsync</c>, accessors and operators, generic methods, what the compiler wrote,
/// static abstract methods, and methods with ref, out, in, span or pointer parameters.
/// </summary>
internal static class ExposedMethods
{
    /// <summary>The exposed instance methods, inherited ones after the type's own, each type's in the order of their declaration.</summary>
    public static IEnumerable<MethodInfo> OfInstance(Type type) => Of(WithInherited(type), BindingFlags.Instance);

    /// <summary>The exposed static methods, in the same order.</summary>
    public static IEnumerable<MethodInfo> OfStatic(Type type) => Of([type], BindingFlags.Static | BindingFlags.FlattenHierarchy);

    /// <summary>Whether values from the wire can fill the parameters and the result can travel.</summary>
    public static bool CanBeCalled(MethodSource source) =>
        source.Parameters.All(parameter => IsOrdinary(parameter.ParameterType)) && IsOrdinary(source.ReturnType);

    /// <summary>Whether values of a type can travel at all: it is no reference, span or pointer.</summary>
    public static bool IsOrdinary(Type type) =>
        !type.IsByRef && !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;

    private static IEnumerable<MethodInfo> Of(IEnumerable<Type> types, BindingFlags kind) =>
        types.SelectMany(each => each.GetMethods(BindingFlags.Public | kind))
            .OrderByDescending(method => InheritanceDepth(method.DeclaringType))
            .ThenBy(method => method.MetadataToken)
            .DistinctBy(method => (method.Name, string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType))))
            .Where(IsExposed);

    /// <summary>Reflection gives a class's inherited methods with its own, but not an interface's.</summary>
    private static IEnumerable<Type> WithInherited(Type type) => type.IsInterface ? type.GetInterfaces().Prepend(type) : [type];

    private static bool IsExposed(MethodInfo method) =>
        !method.Name.StartsWith('_') &&
        !method.IsSpecialName &&
        !(method.IsAbstract && method.IsStatic) &&
        !method.IsGenericMethod &&
        method.Name is not (nameof(IDisposable.Dispose) or nameof(IAsyncDisposable.DisposeAsync)) &&
        method.GetBaseDefinition().DeclaringType != typeof(object) &&
        !method.IsDefined(typeof(CompilerGeneratedAttribute)) &&
        MethodOrigins.AttributeOf(method) is not { Hidden: true } &&
        CanBeCalled(MethodSource.Of(target: null, method));

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
