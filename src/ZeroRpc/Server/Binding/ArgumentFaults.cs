using System.Globalization;
using MessagePack;

namespace ZeroRpc.Server.Binding;

/// <summary>
/// Creates the <c>TypeError</c> for arguments that do not match a method. The message names the parameter, the received value and the
/// expected type.
/// </summary>
internal static class ArgumentFaults
{
    private const string TypeError = "TypeError";

    /// <summary>The args of the request are not an array.</summary>
    public static RemoteException NoArray(string method, ref MessagePackReader args) =>
        Fault($"{method}() takes an array of arguments, but received {ArgumentText.Describe(ref args)}");

    /// <summary>No overload accepts this number of arguments.</summary>
    public static RemoteException Count(MethodOverload[] overloads, int given)
    {
        int min = overloads.Min(overload => overload.MinCount);
        int max = overloads.Max(overload => overload.MaxCount);
        string takes = (min, max) switch
        {
            (0, 0) => "no arguments",
            (_, int.MaxValue) => $"at least {Arguments(min)}",
            _ when min == max => Arguments(min),
            _ => $"{min} to {Arguments(max)}",
        };
        return Fault($"{overloads[0].Name}() takes {takes} but {given} {(given == 1 ? "was" : "were")} given: {Signatures(overloads)}");
    }

    /// <summary>No overload accepts arguments of these types.</summary>
    public static RemoteException NoFit(MethodOverload[] overloads, ArgumentList arguments) => Fault(
        $"{overloads[0].Name}() has no overload for ({Received(arguments)}); its overloads are: {Signatures(overloads)}");

    /// <summary>Several overloads match the arguments equally.</summary>
    public static RemoteException Ambiguous(MethodOverload[] overloads, ArgumentList arguments) => Fault(
        $"{overloads[0].Name}() has several overloads that match ({Received(arguments)}) equally; its overloads are: {Signatures(overloads)}");

    /// <summary>An argument cannot be converted to the type of its parameter.</summary>
    public static RemoteException Conversion(MethodOverload overload, int argument, Exception failure) =>
        Fault($"{overload.Name}() argument '{overload.GetParameter(argument).Name}' ({Ordinal(argument + 1)}): {failure.Message}");

    private static RemoteException Fault(string message) => new(TypeError, message);

    private static string Received(ArgumentList arguments)
    {
        var reader = new MessagePackReader(arguments.Values);
        List<string> received = [];
        for (int left = arguments.Count; left > 0; left--)
        {
            received.Add(ArgumentText.Describe(ref reader));
        }

        return string.Join(", ", received);
    }

    private static string Signatures(MethodOverload[] overloads) => string.Join("; ", overloads.Select(OverloadSignature.Format));

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    private static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + ((number % 100) is >= 11 and <= 13
        ? "th"
        : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });
}
