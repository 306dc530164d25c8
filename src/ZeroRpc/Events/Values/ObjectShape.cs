using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>Under which key a member travels: as an attribute on it says, else as the options' policy makes it of its name.</summary>
internal sealed class MemberNaming(JsonNamingPolicy? policy)
{
    public string KeyOf(MemberInfo member) =>
        member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? member.GetCustomAttribute<DataMemberAttribute>()?.Name
        ?? member.GetCustomAttribute<KeyAttribute>()?.StringKey
        ?? policy?.ConvertName(member.Name)
        ?? member.Name;
}

/// <summary>A public property or field that travels.</summary>
/// <param name="Info">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Key">Its key in the map.</param>
/// <param name="CanGet">Whether it is sent.</param>
/// <param name="CanSet">Whether it can be set once the object is made.</param>
internal sealed record ObjectMember(MemberInfo Info, Type Type, string Key, bool CanGet, bool CanSet)
{
    /// <summary>The member as an error names it.</summary>
    public string Place => $"{(Info is PropertyInfo ? "property" : "field")} '{Info.Name}'";
}

/// <summary>What of a class, record or struct travels, and how one is made.</summary>
internal sealed class ObjectShape
{
    public ObjectShape(Type type, MemberNaming naming)
    {
        Members = [.. Find(type, naming)];
        foreach (IGrouping<string, ObjectMember> same in Members.GroupBy(member => member.Key).Where(group => group.Count() > 1))
        {
            string names = string.Join(" and ", same.Select(member => member.Info.Name));
            throw new ValueConversionException($"{TypeNames.Of(type)} cannot travel: {names} have the same key '{same.Key}'");
        }

        Constructor = Choose(type);
        IsReadable = Constructor is not null || type.IsValueType;
    }

    /// <summary>The members, in the order in which they are declared.</summary>
    public IReadOnlyList<ObjectMember> Members { get; }

    /// <summary>How one is made; null for a struct without a constructor that is of use.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>Whether one can be made at all.</summary>
    public bool IsReadable { get; }

    /// <summary>The number of the member that a constructor's parameter sets, -1 for none.</summary>
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

        // A member that hides an inherited one comes before it.
        return properties.Concat(fields).Where(member => !IsIgnored(member.Info)).DistinctBy(member => member.Info.Name);
    }

    private static bool IsIgnored(MemberInfo member) =>
        member.IsDefined(typeof(IgnoreMemberAttribute))
        || member.IsDefined(typeof(IgnoreDataMemberAttribute))
        || member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    /// <summary>
    /// The marked constructor; else a class's parameterless one; else the longest whose parameters are all members or optional.
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
