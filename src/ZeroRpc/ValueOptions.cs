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
    /// New options with the names of Python in both directions: <see cref="MethodNaming"/> and <see cref="KeyNaming"/> are
    /// <see cref="JsonNamingPolicy.SnakeCaseLower"/>, so that <c>AddOne</c> is <c>add_one</c>, as a method and as a key.
    /// </summary>
    public static ValueOptions Python =>
        new() { MethodNaming = JsonNamingPolicy.SnakeCaseLower, KeyNaming = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>
    /// The names on the wire of C# methods: of a server's or receiver's services, and of the methods of a client's proxies. Null, the
    /// default, keeps names as they are, without the suffix <c>Async</c>. Options of the server, the receiver and the proxy override it.
    /// </summary>
    public JsonNamingPolicy? MethodNaming { get; set; }

    /// <summary>
    /// The key under which a property of a class or record travels in its map: <see cref="JsonNamingPolicy.SnakeCaseLower"/> for Python's
    /// habits. Null, the default, sends names as they are. Reading accepts the policy's name and the name as it is.
    /// </summary>
    public JsonNamingPolicy? KeyNaming { get; set; }

    /// <summary>Whether enums are sent as names instead of numbers. False by default. Reading accepts both.</summary>
    public bool WriteEnumsAsNames { get; set; }

    /// <summary>
    /// How <see cref="DateTime"/> and <see cref="DateTimeOffset"/> are sent: as msgpack's timestamp (the default), as text, or as seconds.
    /// Reading accepts all three. <see cref="DateOnly"/> and <see cref="TimeOnly"/> are always sent as text, <see cref="TimeSpan"/> as seconds.
    /// </summary>
    public TimeFormat TimeFormat { get; set; }

    /// <summary>
    /// Whether a map can be read that lacks a <c>required</c> member, or a constructor parameter that is neither nullable nor optional. False,
    /// the default, refuses such a map with a <see cref="ValueConversionException"/> that names the missing keys. If true, these members
    /// have the default value of their type: null, 0 or false.
    /// </summary>
    public bool AllowMissingMembers { get; set; }

    /// <summary>
    /// The deepest nesting of arrays and maps that can be sent or read. The default is 500; Python's packer fails beyond 511. The range is
    /// 1 to 1,000.
    /// </summary>
    public int MaxDepth { get; set; } = 500;

    /// <summary>
    /// A resolver that is asked for the formatter of each type before all others, for types with a custom MessagePack formatter. Null by
    /// default.
    /// </summary>
    /// <remarks>
    /// The memory that a formatter gets from its reader (by <c>ReadBytes</c>, <c>ReadRaw</c>, <c>ReadStringSequence</c> or
    /// <c>ReadExtensionFormat</c>) is the received message's. It is valid until <c>Deserialize</c> returns, and holds other messages
    /// afterwards: a formatter whose value keeps the bytes copies them.
    /// </remarks>
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
