using ZeroRpc.TestSupport;

namespace ZeroRpc.SampleTests.Support;

/// <summary>Keys in files for a server and its client, and the variables that name them.</summary>
internal sealed class SampleKeys
{
    private readonly string _folder = TemporaryFolder.NewPath();

    /// <summary>Makes the files.</summary>
    /// <param name="isAllowed">Whether the server admits the client.</param>
    public SampleKeys(bool isAllowed = true)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "clients"));
        Save("server");
        Save("client");
        if (isAllowed)
        {
            File.Copy(Path.Combine(_folder, "client.key"), Path.Combine(_folder, "clients", "client.key"));
        }
    }

    /// <summary>The variables of the server.</summary>
    public (string Name, string Value)[] OfServer =>
        [("ZERORPC_CURVE_KEY", Path.Combine(_folder, "server.key_secret")), ("ZERORPC_CURVE_ALLOW", Path.Combine(_folder, "clients"))];

    /// <summary>The variables of the client.</summary>
    public (string Name, string Value)[] OfClient =>
        [("ZERORPC_CURVE_KEY", Path.Combine(_folder, "client.key_secret")), ("ZERORPC_CURVE_SERVER_KEY", Path.Combine(_folder, "server.key"))];

    private void Save(string name)
    {
        using var pair = CurveKeyPair.Generate();
        pair.Save(Path.Combine(_folder, name + ".key_secret"));
        pair.PublicKey.Save(Path.Combine(_folder, name + ".key"));
    }
}
