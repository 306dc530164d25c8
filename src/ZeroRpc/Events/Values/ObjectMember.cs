using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using MessagePack;

namespace ZeroRpc.Events.Values;

/// <summary>A public property or field that is part of the map.</summary>
/// <param name="Info">The property or field of its declaring type. Reflection shows the private setter only there.</param>
/// <param name="Type">The type of the member.</param>
/// <param name="Key">The key in the map.</param>
/// <param name="CanGet">Whether the member is written.</param>
/// <param name="CanSet">Whether the member can be set after construction: it has a setter of any visibility or is a writable field.</param>
internal sealed record ObjectMember(MemberInfo Info, Type Type, string Key, bool CanGet, bool CanSet)
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The type as which the items of a property without a setter are read, to fill its collection. Null for other members.</summary>
    public Type? FilledFrom { get; init; }

    /// <summary>The type that the value of the member is read as.</summary>
    public Type ReadType => FilledFrom ?? Type;

    /// <summary>
    /// Whether the member stores a value: it is a field or an automatic property. Another property without a setter counts as computed.
    /// </summary>
    public bool IsState => Info is FieldInfo || ((PropertyInfo)Info).GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    /// <summary>The name of the member in error paths.</summary>
    public string PathPart => $"{(Info is PropertyInfo ? "property" : "field")} '{Info.Name}'";

    /// <summary>Returns the members of a type in the order of their declaration. A member that hides an inherited member replaces it.</summary>
    public static IEnumerable<ObjectMember> Of(Type type, MemberNaming naming)
    {
        IEnumerable<ObjectMember> properties = type.GetProperties(Public)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(Declared)
            .Select(property => new ObjectMember(
                property,
                property.PropertyType,
                naming.KeyOf(property),
                property.GetMethod is { IsPublic: true },
                property.SetMethod is not null));
        IEnumerable<ObjectMember> fields = type.GetFields(Public)
            .Select(field => new ObjectMember(field, field.FieldType, naming.KeyOf(field), CanGet: true, CanSet: !field.IsInitOnly));
        return properties.Concat(fields).Where(member => !IsIgnored(member.Info)).DistinctBy(member => member.Info.Name);
    }

    private static PropertyInfo Declared(PropertyInfo property) =>
        property.DeclaringType is { } declaring && declaring != property.ReflectedType
            ? declaring.GetProperty(property.Name, Public | BindingFlags.DeclaredOnly, null, property.PropertyType, Type.EmptyTypes, null)
                ?? property
            : property;

    private static bool IsIgnored(MemberInfo member) =>
        member.IsDefined(typeof(IgnoreMemberAttribute))
        || member.IsDefined(typeof(IgnoreDataMemberAttribute))
        || member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };
}
