namespace ZeroRpc.Transport.Zmtp;

/// <summary>The sources of a loop whose wishes or deadlines other threads have changed since the loop looked at them. Thread-safe.</summary>
internal sealed class ChangedSources
{
    private readonly Lock _gate = new();
    private List<IoSource> _changed = [];
    private List<IoSource> _taken = [];

    /// <summary>
    /// Lists a source. The caller has written the change before, so that whoever takes the source from the list sees it, also when the source was
    /// listed already.
    /// </summary>
    public void Add(IoSource source)
    {
        lock (_gate)
        {
            if (!source.Registration.IsChanged)
            {
                source.Registration.IsChanged = true;
                _changed.Add(source);
            }
        }
    }

    /// <summary>Empties the list. The result is valid until the next call. Only the loop's thread may call this.</summary>
    public List<IoSource> Take()
    {
        _taken.Clear();
        if (Volatile.Read(ref _changed).Count == 0)
        {
            return _taken;
        }

        lock (_gate)
        {
            _changed.ForEach(static source => source.Registration.IsChanged = false);
            (_changed, _taken) = (_taken, _changed);
            return _taken;
        }
    }
}
