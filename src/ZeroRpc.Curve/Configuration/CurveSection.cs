using Microsoft.Extensions.Configuration;

namespace ZeroRpc.Curve.Configuration;

/// <summary>A section of the configuration with keys. Its exceptions name the section and the entry, and contain no secret.</summary>
internal sealed class CurveSection
{
    private const string SecretKey = "SecretKey";
    private const string SecretKeyFile = "SecretKeyFile";
    private const string ServerKey = "ServerKey";
    private const string ServerKeyFile = "ServerKeyFile";
    private const string AllowedClients = "AllowedClients";
    private const string AllowedClientsFolder = "AllowedClientsFolder";
    private const string AllowAnyClient = "AllowAnyClient";

    private static readonly string[] OfBoth = [SecretKey, SecretKeyFile];
    private static readonly string[] OfServers = [AllowedClients, AllowedClientsFolder, AllowAnyClient];
    private static readonly string[] OfClients = [ServerKey, ServerKeyFile];

    private readonly IConfiguration _section;
    private readonly string _path;

    /// <summary>Checks a section. Throws if it has no entries or unknown ones.</summary>
    /// <exception cref="ArgumentException">It has.</exception>
    public CurveSection(IConfiguration section)
    {
        _section = section;
        _path = section is IConfigurationSection { Path: var path } ? path : "the configuration";
        string[] present = [.. section.GetChildren().Select(child => child.Key)];
        if (present.Length == 0)
        {
            throw Wrong($"is missing or empty: a server has {SecretKeyFile} and {AllowedClientsFolder} there, say, and a client {ServerKey} and {SecretKeyFile}.");
        }

        string[] known = [.. OfBoth, .. OfServers, .. OfClients];
        if (Array.Find(present, key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Wrong($"has the entry {unknown}, which means nothing there. Known are {string.Join(", ", known)}.");
        }

        IsClient = Has(OfClients);
        if (IsClient && Has(OfServers))
        {
            throw Wrong($"is half a client's and half a server's: {string.Join(" and ", OfClients)} are for clients, {string.Join(", ", OfServers)} for servers.");
        }
    }

    /// <summary>Whether the section is a client's: it names a server's key.</summary>
    public bool IsClient { get; }

    /// <summary>The key pair; null when there is none.</summary>
    public CurveKeyPair? ReadKeys() => ReadOne(SecretKey, text => CurveKeyPair.Parse(text), SecretKeyFile, CurveKeyPair.Load);

    /// <summary>The key pair of a server.</summary>
    public CurveKeyPair RequireKeys() => ReadKeys() ?? throw Wrong($"has no key pair: set {SecretKeyFile}, or {SecretKey}.");

    /// <summary>The server's key that a client trusts.</summary>
    public CurvePublicKey ReadServerKey() => ReadOne(ServerKey, CurvePublicKey.Parse, ServerKeyFile, CurvePublicKey.Load)!;

    /// <summary>The clients that a server admits; null when it admits any.</summary>
    public CurveAllowedClients? ReadAllowedClients()
    {
        IConfigurationSection[] named = [.. _section.GetSection(AllowedClients).GetChildren()];
        string? folder = _section[AllowedClientsFolder];
        bool any = ReadFlag(AllowAnyClient);
        int ways = (named.Length > 0 ? 1 : 0) + (folder is not null ? 1 : 0) + (any ? 1 : 0);
        if (ways != 1)
        {
            throw Wrong(
                (ways == 0 ? "does not say which clients are admitted" : "says more than once which clients are admitted") +
                $": set one of {AllowedClients} (a key for each name), {AllowedClientsFolder} (of files name.key) and {AllowAnyClient} (true, if any key will do).");
        }

        return any ? null
            : folder is not null ? Read(AllowedClientsFolder, folder, CurveAllowedClients.FromFolder)
            : Named(named);
    }

    private CurveAllowedClients Named(IConfigurationSection[] named)
    {
        var clients = new CurveAllowedClients();
        foreach (IConfigurationSection entry in named)
        {
            CurvePublicKey key = Read($"{AllowedClients}:{entry.Key}", entry.Value ?? "", CurvePublicKey.Parse);
            if (clients.Clients.TryGetValue(key, out string? other))
            {
                throw Wrong($"gives '{other}' and '{entry.Key}' the same key in {AllowedClients}.");
            }

            clients.Add(key, entry.Key);
        }

        return clients;
    }

    private T? ReadOne<T>(string textKey, Func<string, T> parse, string fileKey, Func<string, T> load)
        where T : class
    {
        string? text = _section[textKey];
        string? file = _section[fileKey];
        return (text, file) switch
        {
            (null, null) => null,
            (not null, null) => Read(textKey, text, parse),
            (null, not null) => Read(fileKey, file, load),
            _ => throw Wrong($"has both {textKey} and {fileKey}: one is enough."),
        };
    }

    private T Read<T>(string entry, string value, Func<string, T> read)
    {
        try
        {
            return read(value);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ArgumentException($"{_path}:{entry}: {exception.Message}", exception);
        }
    }

    private bool ReadFlag(string entry) => _section[entry] is { } text && (bool.TryParse(text, out bool value)
        ? value
        : throw Wrong($"has {entry} neither true nor false."));

    private bool Has(string[] keys) => Array.Exists(keys, key => _section.GetSection(key).Exists());

    private ArgumentException Wrong(string what) => new($"{_path} {what}");
}
