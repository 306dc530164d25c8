using System.Linq.Expressions;
using System.Reflection;

namespace ZeroRpc.Server.Binding;

/// <summary>A .NET method to bind.</summary>
/// <param name="Method">The method that has the attributes and documentation.</param>
/// <param name="Parameters">The parameters with their names and default values.</param>
/// <param name="ReturnType">The declared return type. It determines how the result is sent.</param>
/// <param name="Call">Creates the expression that calls the method with the given arguments.</param>
internal sealed record MethodSource(
    MethodInfo Method, ParameterInfo[] Parameters, Type ReturnType, Func<IEnumerable<Expression>, Expression> Call)
{
    /// <summary>Describes a method of an object, or a static method if <c>target</c> is null.</summary>
    public static MethodSource From(object? target, MethodInfo method) =>
        new(method, method.GetParameters(), method.ReturnType, arguments => Expression.Call(Instance(target, method), method, arguments));

    /// <summary>
    /// Describes an instance method that is called on the service instance of each call (<see cref="CallContext.Service"/>).
    /// </summary>
    public static MethodSource FromActivated(MethodInfo method) => new(
        method,
        method.GetParameters(),
        method.ReturnType,
        arguments => Expression.Call(Expression.Convert(InvokerCompiler.Service, method.DeclaringType!), method, arguments));

    /// <summary>
    /// Describes a delegate. The delegate itself is invoked, because its target method may have a hidden first argument. Names and default
    /// values are those of the target method if its parameters are the same as the delegate's.
    /// </summary>
    public static MethodSource From(Delegate handler)
    {
        MethodInfo invoke = handler.GetType().GetMethod(nameof(Action.Invoke))!;
        ParameterInfo[] own = handler.Method.GetParameters();
        ParameterInfo[] declared = invoke.GetParameters();
        bool same = own.Select(parameter => parameter.ParameterType).SequenceEqual(declared.Select(parameter => parameter.ParameterType));
        return new MethodSource(
            handler.Method,
            same ? own : declared,
            invoke.ReturnType,
            arguments => Expression.Invoke(Expression.Constant(handler), arguments));
    }

    private static Expression? Instance(object? target, MethodInfo method) => target switch
    {
        null => null,
        // not a copy, because a struct may keep state
        ValueType => Expression.Unbox(Expression.Constant(target, typeof(object)), target.GetType()),
        _ => Expression.Constant(target, method.DeclaringType!),
    };
}
