using System.Reflection;
using System.Text.Json.Serialization;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Chooses the constructor that creates an instance, by the rule of System.Text.Json: the constructor with the attribute
/// <c>[JsonConstructor]</c> (or MessagePack's <c>[SerializationConstructor]</c>), public or not; else the public parameterless constructor;
/// else the only public constructor.
/// </summary>
/// <param name="Constructor">The constructor. Null for a struct that starts from its default value, and if there is a problem.</param>
/// <param name="Problem">Why no constructor can be chosen. Null if there is no problem.</param>
internal readonly record struct ConstructorChoice(ConstructorInfo? Constructor, string? Problem)
{
    private const string Mark = "[JsonConstructor]";

    public static ConstructorChoice Of(Type type)
    {
        ConstructorInfo[] all = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        ConstructorInfo[] open = [.. all.Where(constructor => constructor.IsPublic)];
        return (all.Where(HasMark).ToArray(), open) switch
        {
            ([var withMark], _) => new(withMark, null),
            ([_, ..], _) => new(null, $"several of its constructors have the attribute {Mark}"),
            _ when Array.Find(open, constructor => constructor.GetParameters().Length == 0) is { } empty => new(empty, null),
            (_, [var only]) => new(only, null),
            _ when type.IsValueType => default,
            (_, []) => new(null, $"it has no public constructor (put {Mark} on a private constructor)"),
            _ => new(null, $"it has several public constructors, all with parameters (put {Mark} on the constructor to use)"),
        };
    }

    private static bool HasMark(ConstructorInfo constructor) =>
        constructor.IsDefined(typeof(JsonConstructorAttribute)) || constructor.IsDefined(typeof(SerializationConstructorAttribute));
}
