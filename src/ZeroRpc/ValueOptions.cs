using System.Text.Json;
using MessagePack;

namespace ZeroRpc;

/// <summary>How .NET values become msgpack and back. The same for a client's calls and a server's methods; read once, when it is made.</summary>
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

    /// <summary>Whether enums travel as their names; by default they travel as numbers. Reading accepts both.</summary>
    public bool EnumsAsNames { get; set; }

    /// <summary>How deeply arrays and maps may be nested, both ways. 500 by default; Python's own packer stops at 511. At most 1,000.</summary>
    public int MaxDepth { get; set; } = 500;

    /// <summary>
    /// A resolver asked first for how a type travels, for types that need their own MessagePack formatter; null by default.
    /// </summary>
    /// <remarks>
    /// The memory that a formatter gets from its reader (by <c>ReadBytes</c>, <c>ReadRaw</c>, <c>ReadStringSequence</c> or
    /// <c>ReadExtensionFormat</c>) is the received message's. It is valid until <c>Deserialize</c> returns, and holds other messages
    /// afterwards: a formatter whose value keeps the bytes copies them.
    /// </remarks>
    public IFormatterResolver? Resolver { get; set; }

    /// <summary>The extension types registered so far, by .NET type.</summary>
    internal IReadOnlyDictionary<Type, ExtensionRegistration> Extensions => _extensions;

    /// <summary>Lets <typeparamref name="T"/> travel as a msgpack extension, typed and untyped.</summary>
    /// <param name="typeCode">The extension's type code, 0 to 127; negative codes are msgpack's own.</param>
    /// <param name="write">Gives the extension's bytes for a value.</param>
    /// <param name="read">Makes a value of the extension's bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code is negative.</exception>
    /// <exception cref="ArgumentException">The code or the type is registered already.</exception>
    public void RegisterExtension<T>(sbyte typeCode, Func<T, byte[]> write, Func<ReadOnlyMemory<byte>, T> read)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfNegative(typeCode);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        if (_extensions.ContainsKey(typeof(T)) || _extensions.Values.Any(known => known.TypeCode == typeCode))
        {
            throw new ArgumentException($"Extension {typeCode} or the type {typeof(T)} is registered already.", nameof(typeCode));
        }

        _extensions.Add(typeof(T), new ExtensionRegistration(typeCode, value => write((T)value), data => read(data)));
    }

    /// <summary>One registered extension, its type erased.</summary>
    internal sealed record ExtensionRegistration(sbyte TypeCode, Func<object, byte[]> Write, Func<ReadOnlyMemory<byte>, object> Read);
}
