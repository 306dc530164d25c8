using MessagePack;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>
/// Resolves overloads as C# would for literals. First, the number of arguments must match, with optional parameters and <c>params</c>
/// considered. Then each argument has a distance to its parameter's type (<see cref="TypeFit"/>), and the smallest sum wins. An overload
/// that is nearer for some argument and farther for none, which is C#'s own rule, therefore always wins. Ties go to the overload without
/// <c>params</c>, then to the overload with fewer omitted optional parameters. A tie that remains is ambiguous, and a <c>TypeError</c>.
/// </summary>
internal static class OverloadChoice
{
    private const int OnStack = 32;

    /// <summary>The sum of an overload that does not match.</summary>
    private const long Out = long.MaxValue;

    /// <summary>Returns the overload to call.</summary>
    /// <exception cref="RemoteException">
    /// No overload accepts the number or types of the arguments, or several match them equally. The error is a <c>TypeError</c>.
    /// </exception>
    public static MethodOverload Choose(MethodOverload[] overloads, ArgumentList arguments)
    {
        MethodOverload? only = null;
        int candidates = 0;
        foreach (MethodOverload overload in overloads)
        {
            if (overload.Accepts(arguments.Count))
            {
                only = overload;
                candidates++;
            }
        }

        // With a single candidate, its failed conversion explains best what is wrong with an argument.
        return candidates switch
        {
            0 => throw ArgumentFaults.Count(overloads, arguments.Count),
            1 => only!,
            _ => Closest(overloads, arguments) ?? throw ArgumentFaults.NoFit(overloads, arguments),
        };
    }

    private static MethodOverload? Closest(MethodOverload[] overloads, ArgumentList arguments)
    {
        Span<long> sums = overloads.Length <= OnStack ? stackalloc long[OnStack] : new long[overloads.Length];
        for (int index = 0; index < overloads.Length; index++)
        {
            sums[index] = overloads[index].Accepts(arguments.Count) ? 0 : Out;
        }

        var reader = new MessagePackReader(arguments.Values);
        for (int argument = 0; argument < arguments.Count; argument++)
        {
            var value = WireValue.Read(ref reader);
            for (int index = 0; index < overloads.Length; index++)
            {
                if (sums[index] != Out)
                {
                    sums[index] = overloads[index].GetFit(argument).Distance(value) is { } distance ? sums[index] + distance : Out;
                }
            }
        }

        MethodOverload? best = null;
        long smallest = Out;
        bool isTied = false;
        for (int index = 0; index < overloads.Length; index++)
        {
            if (sums[index] == Out)
            {
                continue;
            }

            int order = best is null ? -1 : Compare((sums[index], overloads[index]), (smallest, best));
            isTied = order == 0 || (isTied && order > 0);
            if (order < 0)
            {
                (best, smallest) = (overloads[index], sums[index]);
            }
        }

        return isTied ? throw ArgumentFaults.Ambiguous(overloads, arguments) : best;
    }

    /// <summary>Compares two matches. The smaller is better, and equal matches are ambiguous.</summary>
    private static int Compare((long Sum, MethodOverload Overload) one, (long Sum, MethodOverload Overload) other) =>
        (one.Sum, one.Overload.HasRest, one.Overload.Parameters.Length)
            .CompareTo((other.Sum, other.Overload.HasRest, other.Overload.Parameters.Length));
}
