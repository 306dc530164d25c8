using ZeroRpc.Gateway.Describe;
using ZeroRpc.Gateway.Problems;

namespace ZeroRpc.Gateway.Calls;

/// <summary>
/// Turns the arguments of a request into those of the call, by the service's description: names into places, and strings of JSON into values
/// that JSON does not have. Whether the arguments fit is for the service to say, by a TypeError.
/// </summary>
internal sealed class ArgumentBinder(ServiceCatalog catalog)
{
    /// <summary>Returns the arguments in their order.</summary>
    /// <exception cref="GatewayException">They are no array and no object, or their names are not those of the method.</exception>
    public async ValueTask<object?[]> BindAsync(CallRequest request, CancellationToken cancellationToken)
    {
        switch (request.Arguments)
        {
            case object?[] list when !request.IsJson || !Array.Exists(list, argument => argument is string):
                return list; // No string can stand for another value: the description is not needed.
            case object?[] list:
                return Convert(list, await FindParametersAsync(request, cancellationToken).ConfigureAwait(false));
            case Dictionary<string, object?> map:
                IReadOnlyList<ParameterDescription> parameters = await FindParametersAsync(request, cancellationToken).ConfigureAwait(false)
                    ?? throw Faults.Arguments(
                        $"The service does not tell the names of the parameters of '{request.Method}': send the arguments as an array.");
                object?[] ordered = Order(request.Method, map, parameters);
                return request.IsJson ? Convert(ordered, parameters) : ordered;
            default:
                throw Faults.Arguments("The arguments are an array, or an object with the names of the parameters.");
        }
    }

    private async ValueTask<IReadOnlyList<ParameterDescription>?> FindParametersAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ServiceDescription? service = await catalog.FindAsync(request.Service, cancellationToken).ConfigureAwait(false);
        return service?.Methods.FirstOrDefault(method => method.Name == request.Method)?.Parameters;
    }

    private static object?[] Convert(object?[] list, IReadOnlyList<ParameterDescription>? parameters)
    {
        for (int i = 0; i < Math.Min(list.Length, parameters?.Count ?? 0); i++)
        {
            list[i] = ArgumentTypes.Convert(list[i], parameters![i]);
        }

        return list;
    }

    private static object?[] Order(string method, Dictionary<string, object?> map, IReadOnlyList<ParameterDescription> parameters)
    {
        if (map.Keys.FirstOrDefault(name => !parameters.Any(parameter => parameter.Name == name)) is { } unknown)
        {
            string known = parameters.Count == 0 ? "no parameters" : string.Join(", ", parameters.Select(each => $"'{each.Name}'"));
            throw Faults.Arguments($"'{method}' has no parameter '{unknown}'. It has {known}.");
        }

        int count = parameters.Count;
        while (count > 0 && parameters[count - 1].HasDefault && !map.ContainsKey(parameters[count - 1].Name))
        {
            count--; // The service itself has the default.
        }

        return [.. parameters.Take(count).Select(parameter => ValueOf(method, map, parameter))];
    }

    private static object? ValueOf(string method, Dictionary<string, object?> map, ParameterDescription parameter)
    {
        if (map.TryGetValue(parameter.Name, out object? value))
        {
            return value;
        }

        return parameter.HasDefault ? parameter.Default : throw Faults.Arguments($"'{method}' lacks its argument '{parameter.Name}'.");
    }
}
