namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcSubscriber"/> takes what is published.</summary>
public sealed class ZeroRpcSubscriberOptions : ZeroRpcReceiverOptions
{
    /// <summary>
    /// The methods wanted: whole names, or beginnings that end in <c>*</c>, as in <c>news.*</c>. Empty, the default, for all. What is not
    /// wanted is passed over by its name, its arguments unread, and counts as no failure. It has crossed the wire nevertheless.
    /// </summary>
    public ICollection<string> Methods { get; } = [];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (string method in Methods)
        {
            if (string.IsNullOrEmpty(method) || method[..^1].Contains('*'))
            {
                throw new ArgumentException(
                    $"'{method}' is no method to subscribe to: give a whole name, or a beginning and one * at its end.", nameof(Methods));
            }
        }
    }
}
