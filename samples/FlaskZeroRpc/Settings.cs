using System.Globalization;

/// <summary>What the programs read from the environment; something wrong with it is a <see cref="FormatException"/> that says what.</summary>
internal static class Settings
{
    /// <summary>A variable's value; null where it is not set.</summary>
    public static string? Optional(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A variable's value.</summary>
    public static string Required(string name, string example) =>
        Optional(name) ?? throw new FormatException($"{name} is not set. Set it to something like {example}.");

    /// <summary>The number of a port.</summary>
    public static ushort Port(string name, int example)
    {
        string text = Required(name, $"{example}");
        return ushort.TryParse(text, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : throw new FormatException($"{name} is '{text}'. Set it to a port's number, such as {example}.");
    }

    /// <summary>A time in seconds.</summary>
    public static TimeSpan Seconds(string name, double otherwise)
    {
        string text = Optional(name) ?? otherwise.ToString(CultureInfo.InvariantCulture);
        return double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{name} is '{text}'. Set it to a number of seconds, such as {otherwise}.");
    }
}
