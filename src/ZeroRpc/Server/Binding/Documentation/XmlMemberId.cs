using System.Globalization;
using System.Reflection;

namespace ZeroRpc.Server.Binding.Documentation;

/// <summary>
/// The id of a method in an XML documentation file, as defined in annex D of the C# specification:
/// <c>M:Space.Outer.Inner<c>1.Method(System.Int32,System.Collections.Generic.List{</c>0})</c>.
/// </summary>
internal static class XmlMemberId
{
    /// <summary>Returns the id of a method. For a method of a constructed generic type it is the id of the generic definition.</summary>
    public static string Get(MethodInfo method)
    {
        MethodInfo definition = DefinitionOf(method);
        string type = definition.DeclaringType is { } declaring ? NameOf(declaring) + "." : "";
        string arity = definition.IsGenericMethod ? $"``{definition.GetGenericArguments().Length}" : "";
        ParameterInfo[] parameters = definition.GetParameters();
        string types = string.Join(',', parameters.Select(parameter => TypeId(parameter.ParameterType)));
        string list = parameters.Length == 0 ? "" : $"({types})";
        return $"M:{type}{definition.Name.Replace('.', '#')}{arity}{list}";
    }

    private static MethodInfo DefinitionOf(MethodInfo method)
    {
        if (method is { IsGenericMethod: false, DeclaringType: not { IsConstructedGenericType: true } })
        {
            return method;
        }

        return (MethodInfo)method.Module.ResolveMethod(method.MetadataToken)!;
    }

    private static string TypeId(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition.ToString(CultureInfo.InvariantCulture);
        }

        if (type.HasElementType)
        {
            return TypeId(type.GetElementType()!) + SuffixOf(type);
        }

        return type.IsGenericType ? ConstructedId(type) : NameOf(type);
    }

    private static string SuffixOf(Type type) => type switch
    {
        { IsByRef: true } => "@",
        { IsPointer: true } => "*",
        { IsSZArray: true } => "[]",
        _ => $"[{string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank()))}]",
    };

    /// <summary>
    /// Reflection lists the type arguments of all nesting levels at the innermost type; the id lists them at their own level.
    /// </summary>
    private static string ConstructedId(Type type)
    {
        var arguments = new Queue<Type>(type.GetGenericArguments());
        IEnumerable<string> levels = Levels(type).Select(level =>
        {
            string[] nameAndArity = level.Name.Split('`');
            int own = nameAndArity.Length == 1 ? 0 : int.Parse(nameAndArity[1], CultureInfo.InvariantCulture);
            IEnumerable<string> ids = Enumerable.Range(0, own).Select(_ => TypeId(arguments.Dequeue())).ToArray();
            return own == 0 ? nameAndArity[0] : $"{nameAndArity[0]}{{{string.Join(',', ids)}}}";
        });
        return Space(type) + string.Join('.', levels.ToArray());
    }

    private static string NameOf(Type type) => Space(type) + string.Join('.', Levels(type).Select(level => level.Name));

    private static string Space(Type type) => string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".";

    private static IEnumerable<Type> Levels(Type type) => type.DeclaringType is { } outer ? Levels(outer).Append(type) : [type];
}
