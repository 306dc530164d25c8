using System.Text.Json;
using MessagePack;

namespace ZeroRpc;

/// <summary>
/// Configures the conversion between .NET values and msgpack. The options apply to the calls of a client and to the methods of a server.
/// The owner reads them once, when it is created.
/// </summary>
public sealed class ValueOptions
{
    private readonly Dictionary<Type, ExtensionRegistration> _extensions = [];

    /// <summary>
    /// Converts the names of properties and fields to the keys of the map that represents an object. For example,
    /// <see cref="JsonNamingPolicy.SnakeCaseLower"/> follows Python's naming. Null, the default, uses the names unchanged. Reading accepts
    /// both the converted and the unchanged name.
    /// </summary>
    public JsonNamingPolicy? KeyNaming { get; set; }

    /// <summary>Whether enums are sent as names instead of numbers. False by default. Reading accepts both.</summary>
    public bool EnumsAsNames { get; set; }

    /// <summary>
    /// The deepest nesting of arrays and maps that can be sent or read. The default is 500; Python's packer fails beyond 511. The range is
    /// 1 to 1,000.
    /// </summary>
    public int MaxDepth { get; set; } = 500;

    /// <summary>
    /// A resolver that is asked for the formatter of each type before all others, for types with a custom MessagePack formatter. Null by
    /// default.
    /// </summary>
    public IFormatterResolver? Resolver { get; set; }

    /// <summary>The registered extensions by .NET type.</summary>
    internal IReadOnlyDictionary<Type, ExtensionRegistration> Extensions => _extensions;

    /// <summary>
    /// Sends and reads values of <typeparamref name="T"/> as a msgpack extension. Reading as <c>object</c> also returns a
    /// <typeparamref name="T"/>.
    /// </summary>
    /// <typeparam name="T">The type to register. Derived types are sent in the same way.</typeparam>
    /// <param name="typeCode">The type code of the extension, 0 to 127. Negative codes are reserved by msgpack.</param>
    /// <param name="write">Converts a value to the bytes of the extension.</param>
    /// <param name="read">Converts the bytes of the extension to a value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type code is negative.</exception>
    /// <exception cref="ArgumentException">The type code or the type is already registered.</exception>
    public void RegisterExtension<T>(sbyte typeCode, Func<T, byte[]> write, Func<ReadOnlyMemory<byte>, T> read)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfNegative(typeCode);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        if (_extensions.ContainsKey(typeof(T)) || _extensions.Values.Any(known => known.TypeCode == typeCode))
        {
            throw new ArgumentException($"Extension {typeCode} or the type {typeof(T)} is already registered.", nameof(typeCode));
        }

        _extensions.Add(typeof(T), new ExtensionRegistration(typeCode, value => write((T)value), data => read(data)));
    }

    /// <summary>A registered extension without its static type.</summary>
    internal sealed record ExtensionRegistration(sbyte TypeCode, Func<object, byte[]> Write, Func<ReadOnlyMemory<byte>, object> Read);
}
