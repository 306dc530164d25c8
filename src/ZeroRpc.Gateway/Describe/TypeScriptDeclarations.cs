using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroRpc.Gateway.Describe;

/// <summary>
/// The TypeScript declarations of a service for <c>zerorpc.js</c>: an interface with its methods, which <c>service("name")</c> returns once
/// the file is part of a project.
/// </summary>
internal static partial class TypeScriptDeclarations
{
    /// <summary>Returns the declarations.</summary>
    public static string Create(VisibleService service)
    {
        string type = TypeName(service.Name);
        var text = new StringBuilder();
        text.Append("import type { Call, Json, ServiceProxy, Stream } from \"./zerorpc.js\";\n\n");
        text.Append(CultureInfo.InvariantCulture, $"export interface {type} extends ServiceProxy {{\n");
        foreach (MethodDescription method in service.Methods)
        {
            AppendDoc(text, method.Doc);
            text.Append(CultureInfo.InvariantCulture, $"  {Property(method.Name)}({Parameters(method)}): {Result(method)};\n");
        }

        text.Append("}\n\ndeclare module \"./zerorpc.js\" {\n  interface Services {\n");
        text.Append(CultureInfo.InvariantCulture, $"    {Quoted(service.Name)}: {type};\n  }}\n}}\n");
        return text.ToString();
    }

    /// <summary>The name by which JavaScript calls a method: <c>addCool</c> is sent as <c>add_cool</c>.</summary>
    private static string Property(string method)
    {
        string camel = Underscore().Replace(method, match => match.Groups[1].Value.ToUpperInvariant());
        bool isSentSo = SnakeCase().IsMatch(method);
        return isSentSo && Identifier().IsMatch(camel) ? camel : Quoted(method);
    }

    private static string Parameters(MethodDescription method)
    {
        if (method.Parameters is not { } parameters)
        {
            return "...args: Json[]";
        }

        int required = parameters.Count;
        while (required > 0 && parameters[required - 1].HasDefault)
        {
            required--;
        }

        return string.Join(", ", parameters.Select((parameter, i) =>
            $"{ParameterName(parameter.Name, i)}{(i >= required ? "?" : "")}: {ArgumentType(parameter.Type)}"));
    }

    private static string ParameterName(string name, int index) => Identifier().IsMatch(name) && !Reserved.Contains(name) ? name : $"arg{index}";

    private static string Result(MethodDescription method) => method.IsStream switch
    {
        true => $"Stream<{TypeOf(method.Returns)}>",
        false => $"Call<{TypeOf(method.Returns)}>",
        null => "Call<any> & Stream<any>",
    };

    private static string ArgumentType(string? type) => type is "float" or "int" or "decimal" ? "number | bigint" : TypeOf(type);

    private static string TypeOf(string? type) => type switch
    {
        null or "any" or "any?" or "ext" or "ext?" => "any",
        "None" => "null",
        _ when type.EndsWith('?') => $"{TypeOf(type[..^1])} | null",
        "int" or "float" or "decimal" => "number",
        "str" or "datetime" => "string",
        "bool" => "boolean",
        "bytes" => "Uint8Array",
        "list" or "tuple" => "any[]",
        "dict" => "{ [key: string]: any }",
        _ => "any",
    };

    private static void AppendDoc(StringBuilder text, string? doc)
    {
        if (doc is null)
        {
            return;
        }

        text.Append("  /**\n");
        foreach (string line in doc.Replace("*/", "* /", StringComparison.Ordinal).Split('\n'))
        {
            text.Append("   * ").Append(line.TrimEnd()).Append('\n');
        }

        text.Append("   */\n");
    }

    private static string TypeName(string service)
    {
        string name = string.Concat(Word().Matches(service).Select(word => char.ToUpperInvariant(word.Value[0]) + word.Value[1..]));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"Service{name}" : name;
    }

    private static string Quoted(string name) => JsonSerializer.Serialize(name);

    private static readonly HashSet<string> Reserved =
    [
        "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
        "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let",
        "new", "null", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try",
        "typeof", "var", "void", "while", "with", "yield",
    ];

    [GeneratedRegex("(?<=[a-z0-9])_([a-z])")]
    private static partial Regex Underscore();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex("^[A-Za-z$][A-Za-z0-9_$]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
