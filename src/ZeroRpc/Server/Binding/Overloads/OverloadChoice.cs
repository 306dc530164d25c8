using MessagePack;

namespace ZeroRpc.Server.Binding.Overloads;

/// <summary>
/// Chooses among the methods behind one name as C# would for literals. First by number of arguments, optional parameters and
/// <c>params</c> considered. Then each argument has a distance to its parameter's type (<see cref="TypeFit"/>), and the overload with the
/// smallest sum wins; so one that is nearer for some argument and farther for none, C#'s own rule, always does. Where sums are equal: the
/// one without <c>params</c>, then with fewer parameters left to their defaults, then declared first.
/// </summary>
internal static class OverloadChoice
{
    private const int OnStack = 32;

    /// <summary>Stands for the sum of an overload that is out of the choice.</summary>
    private const long Out = long.MaxValue;

    /// <summary>The overload to call.</summary>
    /// <exception cref="RemoteException">A <c>TypeError</c>: none takes so many, or such, arguments.</exception>
    public static MethodOverload Choose(MethodOverload[] overloads, ArgumentList arguments)
    {
        MethodOverload? only = null;
        int candidates = 0;
        foreach (MethodOverload overload in overloads)
        {
            if (overload.Takes(arguments.Count))
            {
                only = overload;
                candidates++;
            }
        }

        // With one candidate its own conversion tells best what is wrong with an argument.
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
            sums[index] = overloads[index].Takes(arguments.Count) ? 0 : Out;
        }

        var reader = new MessagePackReader(arguments.Values);
        for (int argument = 0; argument < arguments.Count; argument++)
        {
            var value = WireValue.Read(ref reader);
            for (int index = 0; index < overloads.Length; index++)
            {
                if (sums[index] != Out)
                {
                    sums[index] = overloads[index].FitOf(argument).Distance(value) is { } distance ? sums[index] + distance : Out;
                }
            }
        }

        MethodOverload? best = null;
        long smallest = Out;
        for (int index = 0; index < overloads.Length; index++)
        {
            if (sums[index] != Out &&
                (best is null || sums[index] < smallest || (sums[index] == smallest && BreaksTie(overloads[index], best))))
            {
                best = overloads[index];
                smallest = sums[index];
            }
        }

        return best;
    }

    private static bool BreaksTie(MethodOverload candidate, MethodOverload best) => candidate.HasRest == best.HasRest
        ? candidate.Parameters.Length < best.Parameters.Length
        : best.HasRest;
}
