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
