using System.Linq.Expressions;
using System.Reflection;

namespace ZeroRpc.Server.Binding;

/// <summary>A .NET method as it is bound: what it takes and gives, where its documentation stands, and how it is called.</summary>
/// <param name="Method">The method whose attributes and documentation count.</param>
/// <param name="Parameters">Its parameters, with names and defaults.</param>
/// <param name="ReturnType">Its static return type, which decides how the result travels.</param>
/// <param name="Call">Makes the expression that calls it.</param>
internal sealed record MethodSource(
    MethodInfo Method, ParameterInfo[] Parameters, Type ReturnType, Func<IEnumerable<Expression>, Expression> Call)
{
    /// <summary>A method of an object, or a static method where there is no object.</summary>
    public static MethodSource Of(object? target, MethodInfo method) =>
        new(method, method.GetParameters(), method.ReturnType, arguments => Expression.Call(Instance(target, method), method, arguments));

    /// <summary>A method of whichever object the call was given (<see cref="CallContext.Service"/>).</summary>
    public static MethodSource OfActivated(MethodInfo method) => new(
        method,
        method.GetParameters(),
        method.ReturnType,
        arguments => Expression.Call(Expression.Convert(InvokerCompiler.Service, method.DeclaringType!), method, arguments));

    /// <summary>
    /// A delegate. It is called through itself, since what it points at may take a hidden first argument; names and defaults are those
    /// of the method it points at, where that has the same parameters.
    /// </summary>
    public static MethodSource Of(Delegate handler)
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
        ValueType => Expression.Unbox(Expression.Constant(target, typeof(object)), target.GetType()), // in place: a struct may keep state
        _ => Expression.Constant(target, method.DeclaringType!),
    };
}
