using System.Reflection;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ZeroRpc.Events.Values;

/// <summary>
/// How a type travels, first match first: as the user's resolver says, as a registered extension, as one of the plain types, as
/// MessagePack's attributes on it say, as an array, a map or a tuple, and any other class or struct as a map of its members.
/// </summary>
internal sealed class FormatterTable(ValueOptions options, FormatterCache formatters)
{
    private readonly IFormatterResolver? _resolver = options.Resolver;
    private readonly MemberNaming _naming = new(options.KeyNaming);
    private readonly bool _enumsAsNames = options.EnumsAsNames;
    private readonly Dictionary<Type, ValueOptions.ExtensionRegistration> _extensions = new(options.Extensions);

    /// <summary>Makes the formatter for a type.</summary>
    /// <exception cref="ValueConversionException">The type cannot travel.</exception>
    public object Make(Type type) =>
        type == typeof(object) ? new UntypedFormatter(formatters, _extensions.Values)
        : FromResolver(_resolver, type)
        ?? Extension(type)
        ?? PlainFormatters.Find(type)
        ?? Wrapper(type)
        ?? MessagePackType(type)
        ?? SequenceTypes.Find(type, formatters)
        ?? Members(type);

    private object? FromResolver(IFormatterResolver? resolver, Type type)
    {
        if (resolver?.GetFormatterDynamic(type) is not { } foreign)
        {
            return null;
        }

        return New(typeof(ForeignFormatter<>), [type], foreign, formatters);
    }

    private object? Extension(Type type)
    {
        for (Type? known = type; known is not null; known = known.BaseType)
        {
            if (_extensions.TryGetValue(known, out ValueOptions.ExtensionRegistration? registration))
            {
                return New(typeof(RegisteredExtensionFormatter<>), [type], registration);
            }
        }

        return null;
    }

    private object? Wrapper(Type type)
    {
        if (type.IsEnum)
        {
            return New(typeof(EnumFormatter<,>), [type, type.GetEnumUnderlyingType()], _enumsAsNames);
        }

        return Nullable.GetUnderlyingType(type) is { } underlying ? New(typeof(NullableFormatter<>), [underlying], formatters) : null;
    }

    private object? MessagePackType(Type type)
    {
        if (type.IsDefined(typeof(MessagePackFormatterAttribute), inherit: true))
        {
            return FromResolver(AttributeFormatterResolver.Instance, type);
        }

        if ((type.IsInterface || type.IsAbstract) && type.IsDefined(typeof(UnionAttribute), inherit: false))
        {
            return FromResolver(DynamicUnionResolver.Instance, type);
        }

        if (!type.IsDefined(typeof(MessagePackObjectAttribute), inherit: true))
        {
            return null;
        }

        return FromResolver(type.IsVisible ? DynamicObjectResolver.Instance : DynamicObjectResolverAllowPrivate.Instance, type);
    }

    private object Members(Type type)
    {
        if (TupleFormatter.Fits(type))
        {
            return New(typeof(TupleFormatter<>), [type], formatters);
        }

        if (Unfit(type) is { } reason)
        {
            throw new ValueConversionException($"{TypeNames.Of(type)} cannot travel: {reason}");
        }

        return New(typeof(ObjectFormatter<>), [type], formatters, _naming);
    }

    private static string? Unfit(Type type)
    {
        const string Instead = "; use a class or record of your own, or ValueOptions.RegisterExtension";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return "it is a delegate";
        }

        if (typeof(Task).IsAssignableFrom(type)
            || type.FullName?.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal) == true)
        {
            return "it is a task; await it and send its result";
        }

        if (type.IsArray)
        {
            return "it has several dimensions; use an array of arrays";
        }

        if (type.IsInterface || type.IsAbstract)
        {
            return "it is abstract, and msgpack does not say which class a value is of" + Instead;
        }

        return type.Assembly.GetName().Name is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal))
            ? "it is one of .NET's own types without a form on the wire" + Instead
            : null;
    }

    private static object New(Type formatter, Type[] of, params object[] arguments)
    {
        try
        {
            return Activator.CreateInstance(formatter.MakeGenericType(of), arguments)!;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is ValueConversionException inner)
        {
            throw new ValueConversionException(inner.Message, inner.InnerException);
        }
    }
}

/// <summary>A formatter that is not ours, a user's or MessagePack's: its nesting is counted, its failures become ours.</summary>
internal sealed class ForeignFormatter<T>(IMessagePackFormatter<T> inner, FormatterCache formatters) : IMessagePackFormatter<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        Nesting.EnterWrite(formatters.MaxDepth);
        inner.Serialize(ref writer, value, options);
        Nesting.LeaveWrite();
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        try
        {
            return inner.Deserialize(ref reader, options);
        }
        catch (Exception failure) when (failure is not ValueConversionException)
        {
            throw Mismatch.Wrap($"the value cannot be read as {TypeNames.Of(typeof(T))}", failure);
        }
    }
}
