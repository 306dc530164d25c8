using System.Security.Cryptography;

namespace ZeroRpc.Curve.Native;

/// <summary>
/// A key that is wiped when it is disposed of, or else when it is collected. The garbage collector does not move it, which would leave copies.
/// Not thread-safe: its owner ensures that no thread reads a key while it is wiped.
/// </summary>
internal sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(Sodium.KeyLength, pinned: true);

    /// <summary>Wipes the bytes if the object was not disposed.</summary>
    ~SecretBytes() => Wipe();

    /// <summary>Whether the bytes are wiped.</summary>
    public bool IsWiped { get; private set; }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">They are wiped.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsWiped, this);
            return _bytes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Wipe();
        GC.SuppressFinalize(this);
    }

    private void Wipe()
    {
        IsWiped = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
