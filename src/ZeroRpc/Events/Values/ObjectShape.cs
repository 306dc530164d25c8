using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Determines the key of a member: the name that an attribute on the member states, or else the member's name converted by the naming
/// policy.
/// </summary>
internal sealed class MemberNaming(JsonNamingPolicy? policy)
{
    public string KeyOf(MemberInfo member) =>
        member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? member.GetCustomAttribute<DataMemberAttribute>()?.Name
        ?? member.GetCustomAttribute<KeyAttribute>()?.StringKey
        ?? policy?.ConvertName(member.Name)
        ?? member.Name;
}

/// <summary>A public property or field that is part of the map.</summary>
/// <param name="Info">The property or field.</param>
/// <param name="Type">The type of the member.</param>
/// <param name="Key">The key in the map.</param>
/// <param name="CanGet">Whether the member is written.</param>
/// <param name="CanSet">Whether the member can be set after construction.</param>
internal sealed record ObjectMember(MemberInfo Info, Type Type, string Key, bool CanGet, bool CanSet)
{
    /// <summary>The name of the member in error paths.</summary>
    public string PathPart => $"{(Info is PropertyInfo ? "property" : "field")} '{Info.Name}'";
}

/// <summary>The members of a class, record or struct, and the constructor that creates an instance.</summary>
internal sealed class ObjectShape
{
    public ObjectShape(Type type, MemberNaming naming)
    {
        Members = [.. Find(type, naming)];
        foreach (IGrouping<string, ObjectMember> same in Members.GroupBy(member => member.Key).Where(group => group.Count() > 1))
        {
            string names = string.Join(" and ", same.Select(member => member.Info.Name));
            throw new ValueConversionException($"{TypeNames.Format(type)} cannot be sent or read: {names} have the same key '{same.Key}'");
        }

        Constructor = Choose(type);
        IsReadable = Constructor is not null || type.IsValueType;
    }

    /// <summary>The members in the order of their declaration.</summary>
    public IReadOnlyList<ObjectMember> Members { get; }

    /// <summary>The constructor that creates an instance. Null for a struct without a usable constructor.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>Whether an instance can be created, so that the type can be read.</summary>
    public bool IsReadable { get; }

    /// <summary>Returns the index of the member that a constructor parameter sets, or -1 if it sets none.</summary>
    public int MemberOf(ParameterInfo parameter)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            if (string.Equals(Members[i].Info.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
                && Members[i].Type == parameter.ParameterType)
            {
                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<ObjectMember> Find(Type type, MemberNaming naming)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<ObjectMember> properties = type.GetProperties(Public)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => new ObjectMember(
                property,
                property.PropertyType,
                naming.KeyOf(property),
                property.GetMethod is { IsPublic: true },
                property.SetMethod is { IsPublic: true }));
        IEnumerable<ObjectMember> fields = type.GetFields(Public)
            .Select(field => new ObjectMember(field, field.FieldType, naming.KeyOf(field), CanGet: true, CanSet: !field.IsInitOnly));

        // A member that hides an inherited member comes before it and is the one to keep.
        return properties.Concat(fields).Where(member => !IsIgnored(member.Info)).DistinctBy(member => member.Info.Name);
    }

    private static bool IsIgnored(MemberInfo member) =>
        member.IsDefined(typeof(IgnoreMemberAttribute))
        || member.IsDefined(typeof(IgnoreDataMemberAttribute))
        || member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    /// <summary>
    /// Chooses the constructor with an attribute; else, for a class, the parameterless constructor; else the longest constructor whose
    /// parameters all match members or are optional.
    /// </summary>
    private ConstructorInfo? Choose(Type type)
    {
        ConstructorInfo[] all = type.GetConstructors();
        ConstructorInfo[] fitting =
        [
            .. all
                .Where(constructor => constructor.GetParameters().All(parameter => MemberOf(parameter) >= 0 || parameter.HasDefaultValue))
                .OrderByDescending(constructor => constructor.GetParameters().Length)
        ];
        return fitting.FirstOrDefault(IsMarked)
            ?? (type.IsValueType ? null : fitting.FirstOrDefault(constructor => constructor.GetParameters().Length == 0))
            ?? fitting.FirstOrDefault();
    }

    private static bool IsMarked(ConstructorInfo constructor) =>
        constructor.IsDefined(typeof(JsonConstructorAttribute)) || constructor.IsDefined(typeof(SerializationConstructorAttribute));
}
