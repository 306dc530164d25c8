namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcSubscriber"/>.</summary>
public class ZeroRpcSubscriberOptions : ZeroRpcReceiverOptions
{
    /// <summary>
    /// The methods to accept: whole names, or prefixes that end in <c>*</c>, as in <c>news.*</c>. Empty, the default, accepts all. Other
    /// events are skipped without reading their arguments, and do not count as failed. They are still transferred from the publisher.
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
                    $"'{method}' is not a valid method filter: use a whole name, or a prefix that ends in *.", nameof(Methods));
            }
        }
    }
}
