using System.Text;

namespace ZeroRpc.Curve.Keys;

/// <summary>
/// A certificate file as <c>zmq.auth.create_certificates</c> makes it: comments, metadata, then the keys in quotes. Read as leniently as
/// pyzmq does: the lines that begin with <c>public-key</c> and <c>secret-key</c> count.
/// </summary>
internal sealed class CertificateFile
{
    private const string PublicName = "public-key";
    private const string SecretName = "secret-key";

    private readonly string? _publicKey;
    private readonly string? _secretKey;

    private CertificateFile(string path)
    {
        foreach (string line in File.ReadLines(path).Select(line => line.Trim()))
        {
            _publicKey = ValueOf(line, PublicName) ?? _publicKey;
            _secretKey = ValueOf(line, SecretName) ?? _secretKey;
        }
    }

    /// <summary>The public key; null when the file has none.</summary>
    public CurvePublicKey? PublicKey => CurvePublicKey.TryParse(_publicKey, out CurvePublicKey? key) ? key : null;

    /// <summary>Reads a file.</summary>
    public static CertificateFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new CertificateFile(path);
    }

    /// <summary>Writes a file that everybody may read.</summary>
    public static void WritePublic(string path, CurvePublicKey key) => Write(path, mode: null, $"""
        #   ZeroMQ CURVE Public Certificate
        #   Give it to the peers that are to know this one.

        metadata
        curve
            {PublicName} = "{key}"

        """);

    /// <summary>Writes a file that only this user may read.</summary>
    public static void WriteSecret(string path, CurveKeyPair pair) => Write(path, UnixFileMode.UserRead | UnixFileMode.UserWrite, $"""
        #   ZeroMQ CURVE **Secret** Certificate
        #   Do not give this file to anybody, nor widen its permissions.

        metadata
        curve
            {PublicName} = "{pair.PublicKey}"
            {SecretName} = "{pair.ExportSecretKey()}"

        """);

    /// <summary>The public key.</summary>
    /// <exception cref="FormatException">The file has none.</exception>
    public CurvePublicKey RequirePublicKey(string path)
    {
        try
        {
            return CurvePublicKey.Parse(_publicKey ?? throw Missing(path, PublicName));
        }
        catch (FormatException exception) when (_publicKey is not null)
        {
            throw new FormatException($"'{path}': {exception.Message}");
        }
    }

    /// <summary>The pair of the secret key.</summary>
    /// <exception cref="FormatException">The file has none.</exception>
    public CurveKeyPair RequireSecretKey(string path)
    {
        try
        {
            return CurveKeyPair.Parse(_secretKey ?? throw Missing(path, SecretName));
        }
        catch (FormatException exception) when (_secretKey is not null)
        {
            throw new FormatException($"'{path}': {exception.Message}");
        }
    }

    private static FormatException Missing(string path, string name) => new(
        $"'{path}' has no line {name} = \"…\"." + (name == SecretName
            ? " Is it the public certificate? The secret one is the file name.key_secret that pyzmq makes."
            : ""));

    private static string? ValueOf(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) && line.IndexOf('=') is > 0 and var equals
            ? line[(equals + 1)..].Trim(' ', '\t', '\'', '"')
            : null;

    private static void Write(string path, UnixFileMode? mode, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
