using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace ZeroRpc.Configuration;

/// <summary>Finds durations in the configuration that .NET reads as days: <c>"3"</c> is three days, which is never intended.</summary>
internal static class Durations
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <summary>Checks all durations of a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="type">The type of the options that the section is bound to.</param>
    /// <exception cref="InvalidOperationException">A duration is a plain number. The message states its path.</exception>
    public static void Check(IConfigurationSection section, Type type)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (TypeOf(type, child.Key) is not { } property)
            {
                continue; // The binder reports unknown keys.
            }

            if (property != typeof(TimeSpan))
            {
                Check(child, property);
            }
            else if (int.TryParse(child.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int days))
            {
                throw new InvalidOperationException(
                    $"{child.Path} is '{child.Value}', which .NET reads as days. Write hours, minutes and seconds: {Example(days)}.");
            }
        }
    }

    private static Type? TypeOf(Type type, string key)
    {
        Type? property = type.GetProperty(key, Public)?.PropertyType;
        return property is null ? null : Nullable.GetUnderlyingType(property) ?? property;
    }

    private static string Example(int number)
    {
        int seconds = number is >= 0 and < 86_400 ? number : 3;
        return $"\"{TimeSpan.FromSeconds(seconds):c}\" is {seconds} s";
    }
}
