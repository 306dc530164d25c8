namespace ZeroRpc.Gateway.Describe;

/// <summary>
/// The OpenAPI 3.1 document of the services that a user may call. It is written anew for each request, because services change while the
/// gateway runs, and each user sees others.
/// </summary>
/// <param name="root">The address of the gateway, such as <c>/rpc</c>.</param>
/// <param name="isSafe">Whether GET calls a method of a service too.</param>
internal sealed class OpenApiDocument(string root, Func<string, string, bool> isSafe)
{
    private const string ProblemReference = "#/components/responses/Problem";

    /// <summary>Returns the document as a map.</summary>
    public Dictionary<string, object?> Create(IReadOnlyList<VisibleService> services)
    {
        Dictionary<string, object?> paths = [];
        foreach (VisibleService service in services)
        {
            foreach (MethodDescription method in service.Methods)
            {
                paths[$"/{Uri.EscapeDataString(service.Name)}/{Uri.EscapeDataString(method.Name)}"] = PathOf(service.Name, method);
            }
        }

        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = Map(("title", "ZeroRPC services"), ("version", "1")),
            ["servers"] = List(Map(("url", root))),
            ["paths"] = paths,
            ["components"] = Map(("schemas", Map(("Problem", ProblemSchema()))), ("responses", Map(("Problem", ProblemResponse())))),
        };
    }

    private Dictionary<string, object?> PathOf(string service, MethodDescription method)
    {
        Dictionary<string, object?> path = Map(("post", Operation(service, method, "post", ("requestBody", Body(method)))));
        if (isSafe(service, method.Name))
        {
            Dictionary<string, object?> arguments = Map(
                ("name", "args"),
                ("in", "query"),
                ("content", Map(("application/json", Map(("schema", ArgumentSchema(method)))))));
            path["get"] = Operation(service, method, "get", ("parameters", List(arguments)));
        }

        return path;
    }

    private static Dictionary<string, object?> Operation(
        string service, MethodDescription method, string verb, (string Key, object? Value) input)
    {
        Dictionary<string, object?> operation = Map(
            ("operationId", verb == "post" ? $"{service}.{method.Name}" : $"{service}.{method.Name}.get"),
            ("tags", List(service)),
            input,
            ("responses", Map(("200", Response(method)), ("default", Map(("$ref", ProblemReference))))));
        if (method.Doc is { } doc)
        {
            operation["summary"] = doc.Split('\n')[0].Trim();
            operation["description"] = doc;
        }

        return operation;
    }

    private static Dictionary<string, object?> Body(MethodDescription method) => Map(
        ("required", true),
        ("content", Map(("application/json", Map(("schema", ArgumentSchema(method)))), ("application/msgpack", Map()))));

    /// <summary>An array in the order of the parameters, or an object by their names.</summary>
    private static Dictionary<string, object?> ArgumentSchema(MethodDescription method)
    {
        if (method.Parameters is not { } parameters)
        {
            return Map(("type", "array"), ("items", Map()));
        }

        Dictionary<string, object?> properties = [];
        foreach (ParameterDescription parameter in parameters)
        {
            properties[parameter.Name] = SchemaOf(parameter.Type);
        }

        string[] required = [.. parameters.Where(parameter => !parameter.HasDefault).Select(parameter => parameter.Name)];
        return Map(("oneOf", List(
            Map(
                ("type", "array"),
                ("prefixItems", parameters.Select(object? (parameter) => SchemaOf(parameter.Type)).ToArray()),
                ("minItems", (long)required.Length)),
            Map(("type", "object"), ("properties", properties), ("required", required.ToArray<object?>())))));
    }

    private static Dictionary<string, object?> Response(MethodDescription method)
    {
        Dictionary<string, object?> schema = Map(("schema", SchemaOf(method.Returns)));
        Dictionary<string, object?> content = method.IsStream == true
            ? Map(("application/x-ndjson", schema), ("text/event-stream", schema))
            : Map(("application/json", schema));
        return Map(("description", method.IsStream == true ? "The items of the stream." : "The result."), ("content", content));
    }

    private static Dictionary<string, object?> SchemaOf(string? type)
    {
        Dictionary<string, object?> schema = type?.TrimEnd('?') switch
        {
            "int" => Map(("type", "integer")),
            "float" or "decimal" => Map(("type", "number")),
            "str" => Map(("type", "string")),
            "bool" => Map(("type", "boolean")),
            "bytes" => Map(("type", "string"), ("contentEncoding", "base64")),
            "datetime" => Map(("type", "string"), ("format", "date-time")),
            "list" or "tuple" => Map(("type", "array")),
            "dict" => Map(("type", "object")),
            "None" => Map(("type", "null")),
            _ => Map(),
        };
        if (type?.EndsWith('?') == true && schema.TryGetValue("type", out object? known))
        {
            schema["type"] = List(known, "null");
        }

        return schema;
    }

    private static Dictionary<string, object?> ProblemSchema() => Map(
        ("type", "object"),
        ("properties", Map(
            ("status", Map(("type", "integer"))),
            ("title", Map(("type", "string"))),
            ("detail", Map(("type", "string"))),
            ("name", Map(("type", "string"), ("description", "The name of the error, such as ValueError."))),
            ("remote", Map(("type", "boolean"), ("description", "Whether the service sent the error."))),
            ("traceback", Map(("type", "string"))))));

    private static Dictionary<string, object?> ProblemResponse() => Map(
        ("description", "The call failed."),
        ("content", Map(("application/problem+json", Map(("schema", Map(("$ref", "#/components/schemas/Problem"))))))));

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value);

    private static object?[] List(params object?[] items) => items;
}
