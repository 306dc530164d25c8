namespace ZeroRpc.Client;

/// <summary>Reads the description of a server (docs/protocol.md, section 7).</summary>
/// <param name="call">Calls a method and returns its result untyped.</param>
/// <remarks>
/// Servers reply in three ways. Current servers return a map of maps. v2 servers return a list of lists. On Python 3.11 and later
/// <c>_zerorpc_inspect</c> fails; the description is then read with <c>_zerorpc_list</c>, <c>_zerorpc_help</c> and <c>_zerorpc_args</c>,
/// each of which can fail as well.
/// </remarks>
internal sealed class ServiceInspector(Func<string, object?[], Task<object?>> call)
{
    /// <summary>Reads the description in the way that the server supports.</summary>
    public async Task<ServiceDescription> ReadAsync()
    {
        object? answer;
        try
        {
            answer = await call("_zerorpc_inspect", []).ConfigureAwait(false);
        }
        catch (RemoteException)
        {
            return await ReadPiecesAsync().ConfigureAwait(false);
        }

        return answer is Dictionary<string, object?> map
            ? new ServiceDescription { Name = Text(map, "name") ?? "", Methods = ReadMethods(map.GetValueOrDefault("methods")) }
            : throw new ProtocolException("The server answered _zerorpc_inspect with no map: it cannot be introspected.");
    }

    private async Task<ServiceDescription> ReadPiecesAsync()
    {
        var names = (object?[]?)await call("_zerorpc_list", []).ConfigureAwait(false) ?? [];
        string name = await TryCallAsync("_zerorpc_name").ConfigureAwait(false) as string ?? "";
        var methods = new List<MethodDescription>(names.Length);
        foreach (string method in names.OfType<string>())
        {
            object? doc = await TryCallAsync("_zerorpc_help", method).ConfigureAwait(false);
            object? argspec = await TryCallAsync("_zerorpc_args", method).ConfigureAwait(false);
            methods.Add(new MethodDescription { Name = method, Doc = Text(doc), Parameters = ReadArgspec(argspec) });
        }

        return new ServiceDescription { Name = name, Methods = methods };
    }

    private async Task<object?> TryCallAsync(string method, params object?[] args)
    {
        try
        {
            return await call(method, args).ConfigureAwait(false);
        }
        catch (RemoteException)
        {
            return null;
        }
    }

    private static List<MethodDescription> ReadMethods(object? methods) => methods switch
    {
        Dictionary<string, object?> map => [.. map.Select(entry => ReadMethod(entry.Key, entry.Value))],
        object?[] list => [.. list.OfType<object?[]>().Where(entry => entry is [string, ..]).Select(ReadV2Method)],
        _ => [],
    };

    private static MethodDescription ReadMethod(string name, object? value)
    {
        Dictionary<string, object?> entry = value as Dictionary<string, object?> ?? [];
        List<ParameterDescription>? parameters = entry.GetValueOrDefault("args") is object?[] args
            ? [.. args.OfType<Dictionary<string, object?>>().Select(ReadParameter).Where(IsNotSelf)]
            : null;
        return new MethodDescription
        {
            Name = name,
            Doc = Text(entry, "doc"),
            Parameters = parameters,
            Returns = Text(entry, "returns"),
            IsStream = entry.GetValueOrDefault("stream") as bool?,
        };
    }

    private static ParameterDescription ReadParameter(Dictionary<string, object?> entry) => new()
    {
        Name = Text(entry, "name") ?? "",
        HasDefault = entry.TryGetValue("default", out object? value),
        Default = value,
        Type = Text(entry, "type"),
    };

    /// <summary><c>[name, argspec, doc]</c>.</summary>
    private static MethodDescription ReadV2Method(object?[] entry) => new()
    {
        Name = (string)entry[0]!,
        Doc = entry.Length > 2 ? Text(entry[2]) : null,
        Parameters = entry.Length > 1 ? ReadArgspec(entry[1]) : null,
    };

    /// <summary>Reads <c>[args, varargs, keywords, defaults]</c>. The defaults are those of the last arguments.</summary>
    private static List<ParameterDescription>? ReadArgspec(object? argspec)
    {
        if (argspec is not object?[] { Length: > 0 } spec || spec[0] is not object?[] args)
        {
            return null;
        }

        object?[] defaults = spec.Length > 3 && spec[3] is object?[] given ? given : [];
        int firstDefault = args.Length - defaults.Length;
        return
        [
            .. args
                .Select((name, i) => i >= firstDefault
                    ? new ParameterDescription { Name = name as string ?? "", HasDefault = true, Default = defaults[i - firstDefault] }
                    : new ParameterDescription { Name = name as string ?? "" })
                .Where(IsNotSelf),
        ];
    }

    /// <summary>The argspec of a bound Python method includes the object as its first parameter, which callers do not pass.</summary>
    private static bool IsNotSelf(ParameterDescription parameter, int index) => index > 0 || parameter.Name != "self";

    private static string? Text(Dictionary<string, object?> map, string key) => Text(map.GetValueOrDefault(key));

    /// <summary>Returns the text. Returns null for an empty text, because it carries no information.</summary>
    private static string? Text(object? value) => value is string { Length: > 0 } text ? text : null;
}
