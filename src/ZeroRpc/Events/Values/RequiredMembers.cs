using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace ZeroRpc.Events.Values;

/// <summary>
/// The members of a type whose keys a map must contain: those with the modifier <c>required</c>, <c>[JsonRequired]</c> or
/// <c>[DataMember(IsRequired = true)]</c>, and those of constructor parameters that are neither nullable nor optional.
/// </summary>
internal sealed class RequiredMembers
{
    private readonly Type _type;
    private readonly string[] _keys;

    private RequiredMembers(Type type, ObjectShape shape, int[] indexes)
    {
        _type = type;
        Indexes = indexes;
        _keys = [.. indexes.Select(i => shape.Members[i].Key)];
    }

    /// <summary>The indexes of the members in their shape.</summary>
    public IReadOnlyList<int> Indexes { get; }

    /// <summary>Returns the required members of a type, or null if there are none.</summary>
    public static RequiredMembers? Of(Type type, ObjectShape shape)
    {
        var found = new SortedSet<int>();
        ParameterInfo[] parameters = shape.Constructor?.GetParameters() ?? [];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (shape.ConstructorArguments[i] >= 0 && !parameters[i].HasDefaultValue && !AcceptsNull(parameters[i]))
            {
                found.Add(shape.ConstructorArguments[i]);
            }
        }

        // The attribute says that the constructor sets all required members itself, so C# does not demand them either.
        bool setByConstructor = shape.Constructor?.IsDefined(typeof(SetsRequiredMembersAttribute)) == true;
        for (int i = 0; i < shape.Members.Count; i++)
        {
            if (shape.IsRead(i) && IsMarked(shape.Members[i].Info, setByConstructor))
            {
                found.Add(i);
            }
        }

        return found.Count == 0 ? null : new RequiredMembers(type, shape, [.. found]);
    }

    /// <summary>Creates the exception that names the missing keys.</summary>
    /// <param name="came">For each required member, whether the map had its key.</param>
    public ValueConversionException Missing(bool[] came)
    {
        string[] missing = [.. _keys.Where((_, i) => !came[i]).Select(key => $"'{key}'")];
        string keys = missing is [var only] ? $"key {only}" : $"keys {string.Join(", ", missing)}";
        return new ValueConversionException(
            $"the map lacks the {keys}, which {TypeNames.Format(_type)} requires " +
            $"(give the member a default value, make it nullable, or set {nameof(ValueOptions)}.{nameof(ValueOptions.AllowMissingMembers)})");
    }

    private static bool IsMarked(MemberInfo member, bool setByConstructor) =>
        (!setByConstructor && member.IsDefined(typeof(RequiredMemberAttribute)))
        || member.IsDefined(typeof(JsonRequiredAttribute))
        || member.GetCustomAttribute<DataMemberAttribute>() is { IsRequired: true };

    /// <summary>
    /// Whether null is a value of a parameter. Code without nullable annotations accepts null. So does a parameter of the type's own type
    /// parameter, since <c>Page&lt;string&gt;</c> and <c>Page&lt;string?&gt;</c> are the same type at run time.
    /// </summary>
    private static bool AcceptsNull(ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsValueType)
        {
            return Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        }

        return IsTypeParameter(parameter) || new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.NotNull;
    }

    private static bool IsTypeParameter(ParameterInfo parameter)
    {
        Type declaring = parameter.Member.DeclaringType!;
        if (!declaring.IsConstructedGenericType)
        {
            return false;
        }

        var open = (ConstructorInfo)declaring.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(parameter.Member);
        return open.GetParameters()[parameter.Position].ParameterType.IsGenericParameter;
    }
}
