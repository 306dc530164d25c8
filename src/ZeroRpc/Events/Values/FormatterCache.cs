using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace ZeroRpc.Events.Values;

/// <summary>
/// The formatters of one codec, each created on first use. Every type has an index that is unique in the process; a formatter is stored at
/// the index of its type, so that <see cref="Get{T}"/> costs one array access. MessagePack's own formatters use this class to resolve the
/// formatters of their members.
/// </summary>
internal sealed class FormatterCache : IFormatterResolver
{
    private static int s_types;

    private readonly FormatterTable _table;
    private readonly ConcurrentDictionary<Type, BoxedFormatter> _boxed = new();
    private readonly Lock _growing = new();
    private object?[] _byNumber = new object?[32];

    public FormatterCache(ValueOptions options)
    {
        MaxDepth = options.MaxDepth;
        AllowMissingMembers = options.AllowMissingMembers;
        Options = new MessagePackSerializerOptions(this)
            .WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(options.MaxDepth));
        _table = new FormatterTable(options, this);
    }

    /// <summary>The options that are passed to every formatter.</summary>
    public MessagePackSerializerOptions Options { get; }

    /// <summary>The deepest nesting of arrays and maps.</summary>
    public int MaxDepth { get; }

    /// <summary>Whether maps that lack required members can be read.</summary>
    public bool AllowMissingMembers { get; }

    /// <summary>Returns the formatter of a type.</summary>
    /// <exception cref="ValueConversionException">The type cannot be converted to msgpack.</exception>
    public IMessagePackFormatter<T> Get<T>()
    {
        object?[] byNumber = Volatile.Read(ref _byNumber);
        int number = TypeNumber<T>.Value;
        return number < byNumber.Length && byNumber[number] is { } known ? Unsafe.As<IMessagePackFormatter<T>>(known) : Add<T>(number);
    }

    /// <summary>Returns the formatter of a type that is known only at run time.</summary>
    public BoxedFormatter Get(Type type) => _boxed.TryGetValue(type, out BoxedFormatter? known) ? known : AddBoxed(type);

    IMessagePackFormatter<T> IFormatterResolver.GetFormatter<T>() => Get<T>();

    private IMessagePackFormatter<T> Add<T>(int number)
    {
        var made = (IMessagePackFormatter<T>)_table.Make(typeof(T));
        lock (_growing)
        {
            object?[] grown = _byNumber;
            if (number >= grown.Length)
            {
                Array.Resize(ref grown, Math.Max(number + 1, 2 * grown.Length));
            }

            Volatile.Write(ref grown[number], made);
            Volatile.Write(ref _byNumber, grown);
        }

        return made;
    }

    private BoxedFormatter AddBoxed(Type type)
    {
        if (type.ContainsGenericParameters || type.IsByRefLike || type.IsPointer || type.IsByRef || type == typeof(void))
        {
            throw new ValueConversionException($"{TypeNames.Format(type)} cannot be the type of a value in a message.");
        }

        var made = (BoxedFormatter)Activator.CreateInstance(typeof(BoxedFormatter<>).MakeGenericType(type), this)!;
        return _boxed.GetOrAdd(type, made);
    }

    private static class TypeNumber<T>
    {
        public static readonly int Value = Interlocked.Increment(ref s_types) - 1;
    }
}

/// <summary>A formatter whose type is known only at run time.</summary>
internal abstract class BoxedFormatter
{
    /// <summary>The formatter itself.</summary>
    /// <exception cref="ValueConversionException">The type cannot be converted to msgpack.</exception>
    public abstract object Formatter { get; }

    public abstract void Write(ref MessagePackWriter writer, object value);

    public abstract object? Read(ref MessagePackReader reader);
}

/// <inheritdoc/>
internal sealed class BoxedFormatter<T>(FormatterCache formatters) : BoxedFormatter
{
    public override object Formatter => formatters.Get<T>();

    public override void Write(ref MessagePackWriter writer, object value) =>
        formatters.Get<T>().Serialize(ref writer, (T)value, formatters.Options);

    public override object? Read(ref MessagePackReader reader) => formatters.Get<T>().Deserialize(ref reader, formatters.Options);
}
