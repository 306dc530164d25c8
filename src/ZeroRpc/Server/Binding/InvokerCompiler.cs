using System.Linq.Expressions;
using System.Reflection;

namespace ZeroRpc.Server.Binding;

/// <summary>Reads the arguments of a call, calls the method and sends its result.</summary>
internal delegate ValueTask Invoker(ref ArgumentReader arguments, IReplyWriter reply);

/// <summary>
/// Compiles the <see cref="Invoker"/> of a method, such as <c>Value(target.Add(arguments.Read&lt;int&gt;(), arguments.Read&lt;int&gt;()),
/// reply)</c>. Calls then need no reflection and box no values.
/// </summary>
internal static class InvokerCompiler
{
    private static readonly ParameterExpression Arguments = Expression.Parameter(typeof(ArgumentReader).MakeByRefType(), "arguments");
    private static readonly ParameterExpression Reply = Expression.Parameter(typeof(IReplyWriter), "reply");
    private static readonly Expression Context = Expression.Property(Reply, nameof(IReplyWriter.Context));
    private static readonly Expression Token = Expression.Property(Context, nameof(CallContext.CancellationToken));

    /// <summary>The service instance of the call.</summary>
    public static readonly Expression Service = Expression.Property(Context, nameof(CallContext.Service));

    /// <summary>Compiles the invoker of a method.</summary>
    public static Invoker Compile(MethodSource source)
    {
        Expression call = source.Call(source.Parameters.Select(Argument));
        return Expression.Lambda<Invoker>(Answer(call, ReturnKind.FromType(source.ReturnType)), Arguments, Reply).Compile();
    }

    private static Expression Argument(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(CallContext))
        {
            return Context;
        }

        if (type == typeof(CancellationToken))
        {
            return Token;
        }

        if (type == typeof(CallOptions))
        {
            MemberInfo token = type.GetProperty(nameof(CallOptions.CancellationToken))!;
            return Expression.MemberInit(Expression.New(type), Expression.Bind(token, Token));
        }

        var wire = new WireParameter(parameter);
        if (wire.IsRest)
        {
            return type.IsAssignableFrom(wire.Type.MakeArrayType())
                ? Read(nameof(ArgumentReader.ReadRest), wire.Type)
                : Read(nameof(ArgumentReader.ReadRestInto), type, wire.Type);
        }

        Expression read = Read(nameof(ArgumentReader.Read), type);
        return wire.IsOptional
            ? Expression.Condition(Expression.Property(Arguments, nameof(ArgumentReader.HasMore)), read, Default(wire))
            : read;
    }

    private static MethodCallExpression Read(string method, params Type[] types) =>
        Expression.Call(Arguments, typeof(ArgumentReader).GetMethod(method)!.MakeGenericMethod(types));

    private static Expression Default(WireParameter parameter) => parameter.Default is null
        ? Expression.Default(parameter.Type)
        : Expression.Convert(Expression.Constant(parameter.Default), parameter.Type);

    private static Expression Answer(Expression call, ReturnKind kind)
    {
        if (kind.Awaited is not { } awaited)
        {
            return kind switch
            {
                { Result: null } => Expression.Block(call, Answer(nameof(Replies.Nil), [], Reply)),
                { StreamItem: { } item } => Answer(nameof(Replies.Stream), [item], call, Reply),
                { Result: { } result } => Answer(nameof(Replies.Value), [result], call, Reply),
            };
        }

        Expression task = AsValueTask(call, awaited, kind.Result);
        return kind switch
        {
            { Result: null } => Answer(nameof(Replies.NilLater), [], task, Reply),
            { StreamItem: { } item } => Answer(nameof(Replies.StreamLater), [kind.Result, item], task, Reply),
            { Result: { } result } => Answer(nameof(Replies.ValueLater), [result], task, Reply),
        };
    }

    private static Expression AsValueTask(Expression call, Type awaited, Type? result)
    {
        Type valueTask = result is null ? typeof(ValueTask) : typeof(ValueTask<>).MakeGenericType(result);
        return awaited == valueTask
            ? call
            : Expression.New(valueTask.GetConstructor([awaited])!, Answer(nameof(Replies.ReturnedTask), [awaited], call, Reply));
    }

    private static MethodCallExpression Answer(string method, Type[] types, params Expression[] arguments)
    {
        MethodInfo definition = typeof(Replies).GetMethod(method)!;
        return Expression.Call(types.Length == 0 ? definition : definition.MakeGenericMethod(types), arguments);
    }
}
