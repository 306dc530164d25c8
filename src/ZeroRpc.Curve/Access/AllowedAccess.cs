namespace ZeroRpc.Curve.Access;

/// <summary>Admits the clients of a set, as long as they stand in it.</summary>
internal sealed class AllowedAccess(CurveAllowedClients clients) : IClientAccess
{
    /// <inheritdoc/>
    public ValueTask<string?> AdmitAsync(CurveClient client, IAdmittedConnection connection, CancellationToken cancellationToken) =>
        new(clients.Enter(client.Key, connection));

    /// <inheritdoc/>
    public void OnEnded(CurvePublicKey key, IAdmittedConnection connection) => clients.Leave(key, connection);
}
