using System.Text.Json;
using ZeroRpc.Gateway.Problems;
using ZeroRpc.Json;

namespace ZeroRpc.Gateway.Values;

/// <summary>Says what is wrong with a text that is no JSON, or with JSON that no call can carry, and where.</summary>
internal static class InputFaults
{
    /// <summary>Returns the refusal for an exception of <see cref="GatewayValues.ReadJson"/>.</summary>
    public static GatewayException OfJson(ReadOnlySpan<byte> json, Exception fault) => fault switch
    {
        _ when json.IsEmpty => Faults.Request("InvalidJson", "The request is empty: send the arguments as a JSON array, such as []."),
        JsonFormatException unfit => Faults.Request("InvalidJson", $"The JSON cannot be sent, at {Place(json, unfit.Position)}: {unfit.Message}"),
        JsonException wrong => Faults.Request("InvalidJson", $"The request is no JSON, at {Place(wrong)}: {Reason(wrong)}"),
        _ => throw fault,
    };

    private static string Reason(JsonException wrong) =>
        wrong.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
            ? $"arrays and objects are nested deeper than {JsonRules.Web.MaxDepth} levels."
            : wrong.Message.Split([" LineNumber:", " Change the reader"], 0)[0];

    private static string Place(JsonException wrong) => $"line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}";

    private static string Place(ReadOnlySpan<byte> json, long position)
    {
        ReadOnlySpan<byte> before = json[..(int)position];
        return $"line {before.Count((byte)'\n') + 1}, byte {before.Length - before.LastIndexOf((byte)'\n')}";
    }
}
