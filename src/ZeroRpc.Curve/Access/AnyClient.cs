namespace ZeroRpc.Curve.Access;

/// <summary>Admits every client, under its key's text.</summary>
internal sealed class AnyClient : IClientAccess
{
    /// <inheritdoc/>
    public ValueTask<string?> AdmitAsync(CurveClient client, IAdmittedConnection connection, CancellationToken cancellationToken) =>
        new(client.Key.ToString());
}
