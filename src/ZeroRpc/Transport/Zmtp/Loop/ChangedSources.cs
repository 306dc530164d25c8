namespace ZeroRpc.Transport.Zmtp;

/// <summary>
/// The sources of a loop whose interests or deadlines have been changed by other threads since the loop last read them. Thread-safe.
/// </summary>
internal sealed class ChangedSources
{
    private readonly Lock _gate = new();
    private List<IoSource> _changed = [];
    private List<IoSource> _taken = [];

    /// <summary>
    /// Lists a source. The caller must have made the change before. The thread that takes the source from the list then sees the change,
    /// even if the source was already listed.
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

    /// <summary>
    /// Returns the listed sources and empties the list. The result is valid until the next call. Must be called on the loop's thread.
    /// </summary>
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
