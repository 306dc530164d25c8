namespace ZeroRpc.InteropTests.CallingPeers;

/// <summary>Values by name, in the untyped form in which they come back from a peer that echoes them.</summary>
internal static class EchoedValues
{
    /// <summary>What every peer carries.</summary>
    public static IReadOnlyDictionary<string, object?> Common { get; } = new Dictionary<string, object?>
    {
        ["nil"] = null,
        ["true"] = true,
        ["false"] = false,
        ["zero"] = 0L,
        ["positive fixint"] = 127L,
        ["uint8"] = 255L,
        ["uint16"] = 65535L,
        ["int32, positive"] = 2147483647L,
        ["negative fixint"] = -32L,
        ["int8"] = -128L,
        ["int16"] = -32768L,
        ["int32"] = -2147483648L,
        ["float"] = 1.5,
        ["tiny float"] = 5e-324,
        ["infinity"] = double.NegativeInfinity,
        ["not a number"] = double.NaN,
        ["empty string"] = "",
        ["string beyond the basic plane"] = "snow ☃ and 😀",
        ["long string"] = new string('x', 70_000),
        ["bytes"] = new byte[] { 0, 255, 16 },
        ["empty bytes"] = Array.Empty<byte>(),
        ["long bytes"] = new byte[70_000],
        ["empty array"] = Array.Empty<object?>(),
        ["nested array"] = new object?[] { 1L, new object?[] { "two", null, new object?[] { 3.5 } } },
        ["empty map"] = new Dictionary<string, object?>(),
        ["nested map"] = new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 1L }, ["c"] = null },
    };

    /// <summary>What Python carries beside them.</summary>
    public static IReadOnlyDictionary<string, object?> Python { get; } = new Dictionary<string, object?>(Common)
    {
        ["uint32"] = 4294967295L,
        ["uint64 within long"] = long.MaxValue,
        ["uint64 beyond long"] = ulong.MaxValue,
        ["int64"] = long.MinValue,
        ["integral float"] = 3.0,
        ["timestamp of seconds"] = new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc),
        ["timestamp with a fraction"] = new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc).AddTicks(1234567),
        ["timestamp before 1970"] = new DateTime(1901, 2, 3, 4, 5, 6, DateTimeKind.Utc),
    };
}
