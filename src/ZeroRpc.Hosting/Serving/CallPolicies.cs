using System.IO.Enumeration;

namespace ZeroRpc.Hosting.Serving;

/// <summary>Which callers may call which methods: <see cref="ZeroRpcHostedServerOptions.Policies"/> as an interceptor.</summary>
internal sealed class CallPolicies
{
    private const string Everybody = "*";

    private readonly (string Pattern, HashSet<string> Names)[] _rules;

    /// <summary>Reads the rules, once.</summary>
    public CallPolicies(IDictionary<string, IList<string>> rules) =>
        _rules = [.. rules.Select(rule => (rule.Key, rule.Value.ToHashSet(StringComparer.Ordinal)))];

    /// <summary>Lets a call go on, or refuses it.</summary>
    /// <exception cref="RemoteException">The caller may not make it.</exception>
    public ValueTask RunAsync(CallContext call, Func<ValueTask> next)
    {
        if (call.PeerName is not { } name)
        {
            throw new RemoteException("PermissionError", $"'{call.Method}' may be called only by peers with a key that has a name here");
        }

        return Array.Exists(_rules, rule => Allows(rule, call.Method, name))
            ? next()
            : throw new RemoteException("PermissionError", $"'{name}' may not call '{call.Method}'");
    }

    private static bool Allows((string Pattern, HashSet<string> Names) rule, string method, string name) =>
        (rule.Names.Contains(name) || rule.Names.Contains(Everybody)) &&
        FileSystemName.MatchesSimpleExpression(rule.Pattern, method, ignoreCase: false);
}
