/// <summary>What the programs read from the environment; something wrong with it is a <see cref="FormatException"/> that says what.</summary>
internal static class Settings
{
    /// <summary>A variable's value; null where it is not set.</summary>
    public static string? Optional(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The number of a port.</summary>
    public static ushort Port(string name, int example)
    {
        string? text = Optional(name);
        return ushort.TryParse(text, out ushort port)
            ? port
            : throw new FormatException($"{name} is {(text is null ? "not set" : $"'{text}'")}. Set it to a port's number, such as {example}.");
    }

}
