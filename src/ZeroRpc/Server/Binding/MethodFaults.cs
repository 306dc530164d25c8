using System.Reflection;
using System.Runtime.CompilerServices;
using ZeroRpc.Events.Values;

namespace ZeroRpc.Server.Binding;

/// <summary>Explains why a method cannot be called remotely, and what to change.</summary>
internal static class MethodFaults
{
    /// <summary>
    /// Returns the methods that can be called, and the faults of the others. Methods that .NET itself declares have no
    /// faults: the user cannot change or hide them, so they are omitted.
    /// </summary>
    public static (List<MethodSource> Callable, List<string> Faults) Separate(IEnumerable<MethodSource> sources, ValueCodec codec)
    {
        List<MethodSource> callable = [];
        List<string> faults = [];
        foreach (MethodSource source in sources)
        {
            string[] found = [.. Find(source, codec, Describe(source.Method))];
            if (found.Length == 0)
            {
                callable.Add(source);
            }
            else if (!FrameworkTypes.Contains(source.Method.DeclaringType))
            {
                faults.AddRange(found);
            }
        }

        return (callable, faults);
    }

    /// <summary>Returns the pairs of overloads that no arguments can tell apart.</summary>
    public static IEnumerable<string> FindInOverloads(BoundMethod method) =>
        from pair in method.Overloads.SelectMany((one, i) => method.Overloads.Skip(i + 1).Select(other => (one, other)))
        where !FrameworkTypes.Contains(pair.one.Source.Method.DeclaringType) && pair.one.IsSame(pair.other)
        select $"{OverloadSignature.Format(pair.one)} and {OverloadSignature.Format(pair.other)} have the same form in a message: give one " +
            "of them another name with [ZeroRpcMethod(\"…\")].";

    /// <summary>Returns the faults of a method. Empty if the method can be called.</summary>
    /// <param name="source">The method.</param>
    /// <param name="codec">Knows which types can be read and written.</param>
    /// <param name="name">The name of the method in the faults.</param>
    public static IEnumerable<string> Find(MethodSource source, ValueCodec codec, string name) =>
        FindFaults(source, codec).Select(fault => $"{name} {fault}.");

    private static string Describe(MethodInfo method)
    {
        string parameters = string.Join(", ", method.GetParameters().Select(parameter => TypeNames.Format(parameter.ParameterType)));
        return $"{TypeNames.Format(method.DeclaringType ?? typeof(object))}.{method.Name}({parameters})";
    }

    private static IEnumerable<string> FindFaults(MethodSource source, ValueCodec codec)
    {
        if (source.Method.IsGenericMethodDefinition)
        {
            return ["is generic, and callers send no type arguments: expose a method for each type"];
        }

        if (source.ReturnType == typeof(void) && source.Method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            return ["is async void: it would be answered before it ends, and its exceptions would end the process: return Task"];
        }

        return WireParameter.FromParameters(source.Parameters)
            .Select(parameter => FindInParameter(parameter, codec))
            .Append(FindInResult(source.ReturnType, codec))
            .OfType<string>();
    }

    private static string? FindInParameter(WireParameter parameter, ValueCodec codec)
    {
        if (!ExposedMethods.IsOrdinary(parameter.Type))
        {
            return $"takes '{parameter.Name}' by reference, or as a span or pointer: take values, and bytes as byte[]";
        }

        return codec.WhyNotReadable(parameter.Type) is { } reason ? $"takes '{parameter.Name}', which cannot be read: {reason}" : null;
    }

    private static string? FindInResult(Type type, ValueCodec codec)
    {
        if (!ExposedMethods.IsOrdinary(type))
        {
            return "returns a reference, a span or a pointer: return a value, and bytes as byte[]";
        }

        return ReturnKind.FromType(type).SentType is not { } sent ? null
            : codec.WhyNotResult(sent) is { } reason ? $"returns {TypeNames.Format(sent)}: {reason}"
            : null;
    }
}
