namespace ZeroRpc.Tests.Curve;

/// <summary>The certificate files of pyzmq.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerorpc-curve-").FullName;

    [Fact]
    public void What_pyzmq_writes_is_read()
    {
        string path = Write("me.key_secret", $"""
            #   ****  Generated on 2026-01-01 10:00:00.000000 by pyzmq  ****
            #   ZeroMQ CURVE **Secret** Certificate
            #   DO NOT PROVIDE THIS FILE TO OTHER USERS nor change its permissions.

            metadata
                name = me
            curve
                public-key = "{RecordedHandshake.ClientPublicKey}"
                secret-key = "{RecordedHandshake.ClientSecretKey}"
            """);

        using var pair = CurveKeyPair.Load(path);

        Assert.Equal(RecordedHandshake.ClientPublicKey, pair.PublicKey.ToString());
        Assert.Equal(pair.PublicKey, CurvePublicKey.Load(path));
    }

    [Fact]
    public void What_is_written_is_read_again_and_only_its_owner_may_read_a_secret()
    {
        string secret = Path.Combine(_folder, "me.key_secret");
        string open = Path.Combine(_folder, "me.key");
        using var pair = CurveKeyPair.Generate();

        pair.Save(secret);
        pair.PublicKey.Save(open);

        using var loaded = CurveKeyPair.Load(secret);
        Assert.Equal(pair.ExportSecretKey(), loaded.ExportSecretKey());
        Assert.Equal(pair.PublicKey, CurvePublicKey.Load(open));
        Assert.DoesNotContain("secret-key", File.ReadAllText(open), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        }
    }

    [Fact]
    public void No_file_is_written_over()
    {
        string path = Write("me.key_secret", "mine");
        using var pair = CurveKeyPair.Generate();

        Assert.Throws<IOException>(() => pair.Save(path));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void A_public_certificate_where_a_secret_one_belongs_is_told()
    {
        string path = Write("me.key", $"curve\n    public-key = \"{RecordedHandshake.ClientPublicKey}\"\n");

        string message = Assert.Throws<FormatException>(() => CurveKeyPair.Load(path)).Message;

        Assert.Equal(
            $"'{path}' has no line secret-key = \"…\". Is it the public certificate? The secret one is the file name.key_secret that pyzmq makes.",
            message);
    }

    [Fact]
    public void Keys_that_do_not_belong_together_are_refused()
    {
        string path = Write(
            "me.key_secret",
            $"public-key = \"{RecordedHandshake.ServerPublicKey}\"\nsecret-key = \"{RecordedHandshake.ClientSecretKey}\"\n");

        Assert.Contains("do not belong together", Assert.Throws<FormatException>(() => CurveKeyPair.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_none_is_refused_with_its_file_and_without_its_text()
    {
        string path = Write("me.key_secret", "secret-key = \"secret\"\n");

        string message = Assert.Throws<FormatException>(() => CurveKeyPair.Load(path)).Message;

        Assert.Equal($"'{path}': The secret key is not one in Z85: it has 6 characters where 40 are needed.", message);
    }

    [Fact]
    public void A_folder_gives_its_clients_by_the_names_of_their_files()
    {
        Write("anne.key", $"public-key = \"{RecordedHandshake.ClientPublicKey}\"\n");
        Write("bob.key", $"public-key = \"{RecordedHandshake.ServerPublicKey}\"\n");
        Write("anne.key_secret", "not looked at");

        var clients = CurveAllowedClients.FromFolder(_folder);

        Assert.Equal(
            [("anne", RecordedHandshake.ClientPublicKey), ("bob", RecordedHandshake.ServerPublicKey)],
            clients.Clients.Select(client => (client.Value, client.Key.ToString())).Order());
    }

    [Fact]
    public void A_key_that_stands_twice_in_a_folder_is_told()
    {
        Write("anne.key", $"public-key = \"{RecordedHandshake.ClientPublicKey}\"\n");
        Write("bob.key", $"public-key = \"{RecordedHandshake.ClientPublicKey}\"\n");

        string message = Assert.Throws<FormatException>(() => CurveAllowedClients.FromFolder(_folder)).Message;

        Assert.Contains("twice: as 'anne' and in", message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
