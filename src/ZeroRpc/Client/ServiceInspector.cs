namespace ZeroRpc.Client;

/// <summary>Asks a server for its methods (docs/protocol.md, section 7).</summary>
/// <remarks>
/// Three shapes are answered: a map of maps, a v2 server's list of lists, and, where <c>_zerorpc_inspect</c> itself fails (Python 3.11 and later),
/// what <c>_zerorpc_list</c>, <c>_zerorpc_help</c> and <c>_zerorpc_args</c> give, each of which may fail as well.
/// </remarks>
/// <param name="call">Calls a method and gives its untyped value.</param>
internal sealed class ServiceInspector(Func<string, object?[], Task<object?>> call)
{
    /// <summary>Asks, in whichever way the server answers.</summary>
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

    /// <summary><c>[args, varargs, keywords, defaults]</c>, the defaults being those of the last args.</summary>
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

    /// <summary>A bound Python method tells its object as the first parameter; the wire never carries it.</summary>
    private static bool IsNotSelf(ParameterDescription parameter, int index) => index > 0 || parameter.Name != "self";

    private static string? Text(Dictionary<string, object?> map, string key) => Text(map.GetValueOrDefault(key));

    /// <summary>An empty text tells no more than none.</summary>
    private static string? Text(object? value) => value is string { Length: > 0 } text ? text : null;
}
