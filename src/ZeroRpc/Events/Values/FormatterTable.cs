using System.Reflection;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ZeroRpc.Events.Values;

/// <summary>
/// Chooses how a type is formatted. The first match applies: the application's resolver, a registered extension, a plain type,
/// MessagePack's attributes on the type, an array, a map, a tuple. Any other class or struct is a map of its members.
/// </summary>
internal sealed class FormatterTable(ValueOptions options, FormatterCache formatters)
{
    private readonly IFormatterResolver? _resolver = options.Resolver;
    private readonly MemberNaming _naming = new(options.KeyNaming);
    private readonly TimeFormat _timeFormat = options.TimeFormat;
    private readonly bool _enumsAsNames = options.WriteEnumsAsNames;
    private readonly Dictionary<Type, ValueOptions.ExtensionRegistration> _extensions = new(options.Extensions);

    /// <summary>Creates the formatter for a type.</summary>
    /// <exception cref="ValueConversionException">The type cannot be converted to msgpack.</exception>
    public object Make(Type type) =>
        type == typeof(object) ? new UntypedFormatter(formatters, _extensions.Values)
        : FromResolver(_resolver, type)
        ?? ExtensionFormatter(type)
        ?? PlainFormatters.Find(type)
        ?? MomentFormatter(type)
        ?? WrapperFormatter(type)
        ?? MessagePackFormatter(type)
        ?? SequenceTypes.Find(type, formatters)
        ?? MembersFormatter(type);

    private object? FromResolver(IFormatterResolver? resolver, Type type)
    {
        if (resolver?.GetFormatterDynamic(type) is not { } foreign)
        {
            return null;
        }

        return Create(typeof(ForeignFormatter<>), [type], foreign, formatters);
    }

    private object? ExtensionFormatter(Type type)
    {
        for (Type? known = type; known is not null; known = known.BaseType)
        {
            if (_extensions.TryGetValue(known, out ValueOptions.ExtensionRegistration? registration))
            {
                return Create(typeof(RegisteredExtensionFormatter<>), [type], registration);
            }
        }

        return null;
    }

    private object? MomentFormatter(Type type) =>
        type == typeof(DateTime) ? new DateTimeFormatter(_timeFormat)
        : type == typeof(DateTimeOffset) ? new DateTimeOffsetFormatter(_timeFormat)
        : null;

    private object? WrapperFormatter(Type type)
    {
        if (type.IsEnum)
        {
            return Create(typeof(EnumFormatter<,>), [type, type.GetEnumUnderlyingType()], _enumsAsNames);
        }

        return Nullable.GetUnderlyingType(type) is { } underlying ? Create(typeof(NullableFormatter<>), [underlying], formatters) : null;
    }

    private object? MessagePackFormatter(Type type)
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

    private object MembersFormatter(Type type)
    {
        if (TupleFormatter.IsTuple(type))
        {
            return Create(typeof(TupleFormatter<>), [type], formatters);
        }

        if (WhyUnsupported(type) is { } reason)
        {
            throw new ValueConversionException($"{TypeNames.Format(type)} cannot be sent or read: {reason}");
        }

        object? own = type.IsInterface || type.IsAbstract ? null : Create(typeof(ObjectFormatter<>), [type], formatters, _naming);
        return type.IsSealed ? own! : Create(typeof(RuntimeTypeFormatter<>), [type], formatters, own!);
    }

    private static string? WhyUnsupported(Type type)
    {
        const string Instead = "; use a class or record instead, or ValueOptions.RegisterExtension";
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

        return FrameworkTypes.Contains(type)
            ? "it is a .NET type that has no msgpack encoding" + Instead
            : null;
    }

    private static object Create(Type formatter, Type[] of, params object[] arguments)
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

/// <summary>
/// Wraps a formatter of the application or of MessagePack. Counts the nesting of writes, and converts exceptions of reads.
/// </summary>
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
            throw Mismatch.Wrap($"the value cannot be read as {TypeNames.Format(typeof(T))}", failure);
        }
    }
}
