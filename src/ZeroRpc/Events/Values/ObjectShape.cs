using System.Reflection;

namespace ZeroRpc.Events.Values;

/// <summary>The members of a class, record or struct, and the constructor that creates an instance.</summary>
internal sealed class ObjectShape
{
    private readonly ConstructorChoice _choice;

    public ObjectShape(Type type, MemberNaming naming, bool allowMissing)
    {
        Members = [.. ObjectMember.Of(type, naming)];
        foreach (IGrouping<string, ObjectMember> same in Members.GroupBy(member => member.Key).Where(group => group.Count() > 1))
        {
            string names = string.Join(" and ", same.Select(member => member.Info.Name));
            throw new ValueConversionException($"{TypeNames.Format(type)} cannot be sent or read: {names} have the same key '{same.Key}'");
        }

        _choice = ConstructorChoice.Of(type);
        ConstructorArguments = [.. (Constructor?.GetParameters() ?? []).Select(MemberOf)];
        Members = [.. Members.Select((member, i) => member.CanSet || IsConstructed(i)
            ? member
            : member with { FilledFrom = CollectionFiller.SourceOf(member.Type) })];
        Required = allowMissing ? null : RequiredMembers.Of(type, this);
        WhyNotReadable = _choice.Problem ?? FindUnmatchedParameter() ?? FindLostMember();
    }

    /// <summary>The members in the order of their declaration.</summary>
    public IReadOnlyList<ObjectMember> Members { get; }

    /// <summary>The constructor that creates an instance. Null for a struct that starts from its default value.</summary>
    public ConstructorInfo? Constructor => _choice.Constructor;

    /// <summary>For each constructor parameter, the index of the member that it sets. -1 for a parameter that takes its default value.</summary>
    public IReadOnlyList<int> ConstructorArguments { get; }

    /// <summary>The members without which a map is refused. Null if there are none.</summary>
    public RequiredMembers? Required { get; }

    /// <summary>Why a map cannot be read as this type without losing a value. Null if it can.</summary>
    public string? WhyNotReadable { get; }

    /// <summary>Returns true if a received value is stored in the member at an index.</summary>
    public bool IsRead(int member) => Members[member] is { CanSet: true } or { FilledFrom: not null } || IsConstructed(member);

    private int MemberOf(ParameterInfo parameter)
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

    private string? FindUnmatchedParameter() => (Constructor?.GetParameters() ?? [])
        .Where((parameter, i) => ConstructorArguments[i] < 0 && !parameter.HasDefaultValue)
        .Select(parameter =>
            $"the parameter '{parameter.Name}' of its constructor has neither a default value nor a member of its name and type")
        .FirstOrDefault();

    /// <summary>Finds a member that is written and has no place to be read into. A computed property needs none.</summary>
    private string? FindLostMember()
    {
        ObjectMember[] sent = [.. Members.Where(member => member.CanGet)];
        ObjectMember[] lost =
            [.. Members.Where((member, i) => member is { CanGet: true, CanSet: false, FilledFrom: null } && !IsConstructed(i))];
        if (Array.Find(lost, member => member.IsState) is { } state)
        {
            return $"its {state.PathPart} has no setter, and its constructor no parameter of that name and type (give it either, or [JsonIgnore])";
        }

        return lost.Length > 0 && lost.Length == sent.Length ? "none of its members can be set" : null;
    }

    private bool IsConstructed(int member) => ConstructorArguments.Contains(member);
}
