namespace ZeroRpc.Transport.Zmtp;

/// <summary>Whether a socket's connections deliver what comes. Read on the loops' threads, set on any.</summary>
internal sealed class ReceiveSwitch
{
    private volatile bool _isOn = true;

    /// <summary>Whether they do.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }
}
