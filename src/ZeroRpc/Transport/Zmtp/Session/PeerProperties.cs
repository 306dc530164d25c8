using System.Buffers.Binary;
using System.Text;

namespace ZeroRpc.Transport.Zmtp;

/// <summary>The properties of a peer in READY: names and values (ZeroMQ RFC 37). Names are not case-sensitive.</summary>
internal sealed class PeerProperties
{
    private const string SocketTypeName = "Socket-Type";
    private const string IdentityName = "Identity";
    private const int MaxIdentity = 255;

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of the peer's socket.</summary>
    public string SocketType => Encoding.ASCII.GetString(SocketTypeBytes);

    /// <summary>The type of the peer's socket as received.</summary>
    public byte[] SocketTypeBytes => _values[SocketTypeName];

    /// <summary>The identity that the peer requests from a router. Empty for none.</summary>
    public byte[] Identity => _values.GetValueOrDefault(IdentityName, []);

    /// <summary>All properties, including unknown ones.</summary>
    public IReadOnlyDictionary<string, byte[]> All => _values;

    /// <summary>Reads properties.</summary>
    /// <exception cref="PeerFault">The properties are malformed, or the socket type is missing.</exception>
    public static PeerProperties Read(ReadOnlySpan<byte> bytes)
    {
        var properties = new PeerProperties();
        while (!bytes.IsEmpty)
        {
            string name = Encoding.ASCII.GetString(Take(ref bytes, TakeByte(ref bytes)));
            if (name.Length == 0 || !properties._values.TryAdd(name, Take(ref bytes, TakeLength(ref bytes)).ToArray()))
            {
                throw new PeerFault("its metadata has a property without a name, or one twice");
            }
        }

        if (!properties._values.ContainsKey(SocketTypeName))
        {
            throw new PeerFault("its metadata does not say what type of socket it is");
        }

        return properties.Identity.Length <= MaxIdentity
            ? properties
            : throw new PeerFault($"its identity is {properties.Identity.Length:N0} bytes long; the limit is {MaxIdentity}");
    }

    /// <summary>Returns the encoded properties of this side.</summary>
    public static byte[] Write(SocketRole role) =>
        [.. Property(SocketTypeName, SocketTypes.NameOf(role)), .. role.HasDelimiter() ? Property(IdentityName, "") : []];

    private static byte[] Property(string name, string value)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. Encoding.ASCII.GetBytes(value)];
    }

    private static int TakeByte(ref ReadOnlySpan<byte> bytes) => Take(ref bytes, 1)[0];

    private static int TakeLength(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(Take(ref bytes, 4));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count < 0 || count > bytes.Length)
        {
            throw new PeerFault("its metadata ends in the middle of a property");
        }

        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
