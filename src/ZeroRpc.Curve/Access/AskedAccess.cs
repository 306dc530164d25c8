namespace ZeroRpc.Curve.Access;

/// <summary>Admits the clients that a callback names. It is user code, which a thread of the pool runs.</summary>
internal sealed class AskedAccess(Func<CurveClient, CancellationToken, ValueTask<string?>> authenticate) : IClientAccess
{
    /// <inheritdoc/>
    public ValueTask<string?> AdmitAsync(CurveClient client, IAdmittedConnection connection, CancellationToken cancellationToken) =>
        new(Task.Run(() => authenticate(client, cancellationToken).AsTask(), CancellationToken.None));
}
