using ZeroRpc.Curve.Access;

namespace ZeroRpc;

/// <summary>
/// The keys of the clients that servers admit, each with a name for the handlers (<see cref="CallContext.PeerName"/>). It may change while
/// servers use it, and several may use one: a key that is added is admitted from then on, and one that is removed loses its connections.
/// Thread-safe.
/// </summary>
public sealed class CurveAllowedClients
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CurvePublicKey, Entry> _entries = [];

    /// <summary>Creates a set with the given keys.</summary>
    /// <param name="keys">The keys, each under its own text as the name; none by default.</param>
    public CurveAllowedClients(params IEnumerable<CurvePublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (CurvePublicKey key in keys)
        {
            Add(key);
        }
    }

    /// <summary>The keys and their names, as they are now.</summary>
    public IReadOnlyDictionary<CurvePublicKey, string> Clients
    {
        get
        {
            lock (_gate)
            {
                return _entries.ToDictionary(entry => entry.Key, entry => entry.Value.Name);
            }
        }
    }

    /// <summary>
    /// Reads the public certificates of a folder, as pyzmq's <c>configure_curve</c> does: each file <c>name.key</c> is the key of the client
    /// <c>name</c>.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="FormatException">A file has no public key, or two files have the same one.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static CurveAllowedClients FromFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var clients = new CurveAllowedClients();
        foreach (string file in Directory.EnumerateFiles(path, "*.key").Order(StringComparer.Ordinal))
        {
            CurvePublicKey key = CurvePublicKey.Load(file);
            if (clients._entries.TryGetValue(key, out Entry? known))
            {
                throw new FormatException($"The folder '{path}' has the key {key} twice: as '{known.Name}' and in '{file}'.");
            }

            clients.Add(key, Path.GetFileNameWithoutExtension(file));
        }

        return clients;
    }

    /// <summary>Admits a client from now on; A client that is already admitted gets the new name with its next connection.</summary>
    /// <param name="key">The client's key.</param>
    /// <param name="name">The client's name; null, the default, for the key's text.</param>
    public void Add(CurvePublicKey key, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            AddEntry(key, name ?? key.ToString());
        }
    }

    /// <summary>Admits a client no more and ends its connections.</summary>
    /// <param name="key">The client's key.</param>
    /// <returns>Whether it was admitted.</returns>
    public bool Remove(CurvePublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Entry? removed;
        lock (_gate)
        {
            _entries.Remove(key, out removed);
        }

        removed?.Revoke();
        return removed is not null;
    }

    /// <summary>
    /// Admits exactly the clients of another set from now on: a client in both sets keeps its connections. For keys that are read anew,
    /// <c>clients.ReplaceWith(CurveAllowedClients.FromFolder(path))</c>.
    /// </summary>
    /// <param name="others">The other set, which is copied.</param>
    public void ReplaceWith(CurveAllowedClients others)
    {
        ArgumentNullException.ThrowIfNull(others);
        IReadOnlyDictionary<CurvePublicKey, string> wanted = others.Clients;
        List<Entry> removed = [];
        lock (_gate)
        {
            foreach ((CurvePublicKey key, Entry entry) in _entries.Where(entry => !wanted.ContainsKey(entry.Key)).ToArray())
            {
                _entries.Remove(key);
                removed.Add(entry);
            }

            foreach ((CurvePublicKey key, string name) in wanted)
            {
                AddEntry(key, name);
            }
        }

        removed.ForEach(entry => entry.Revoke());
    }

    /// <summary>Admits a connection under its client's name; null when the client is not allowed.</summary>
    internal string? Enter(CurvePublicKey key, IAdmittedConnection connection)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry))
            {
                return null;
            }

            // With the check under one lock: a key that is removed in between would keep its connection.
            entry.Connections.Add(connection);
            return entry.Name;
        }
    }

    /// <summary>A connection has ended.</summary>
    internal void Leave(CurvePublicKey key, IAdmittedConnection connection)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out Entry? entry))
            {
                entry.Connections.Remove(connection);
            }
        }
    }

    /// <summary>Under the gate.</summary>
    private void AddEntry(CurvePublicKey key, string name)
    {
        if (_entries.TryGetValue(key, out Entry? entry))
        {
            entry.Name = name;
        }
        else
        {
            _entries.Add(key, new Entry { Name = name });
        }
    }

    private sealed class Entry
    {
        public required string Name { get; set; }

        public HashSet<IAdmittedConnection> Connections { get; } = [];

        // Connections are no longer added, because the entry is not in the table.
        public void Revoke()
        {
            foreach (IAdmittedConnection connection in Connections)
            {
                connection.Revoke();
            }
        }
    }
}
