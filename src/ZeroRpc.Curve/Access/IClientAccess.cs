using ZeroRpc.Curve.Handshake;

namespace ZeroRpc.Curve.Access;

/// <summary>Decides which clients a server admits. Thread-safe.</summary>
internal interface IClientAccess
{
    /// <summary>
    /// Gives the name under which a client is admitted, or null for one that is refused. Called on the loop's thread: a decision of user code is
    /// made elsewhere.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="connection">Its connection, which may be cut off later.</param>
    /// <param name="cancellationToken">Fires when the connection has ended.</param>
    ValueTask<string?> AdmitAsync(CurveClient client, IAdmittedConnection connection, CancellationToken cancellationToken);

    /// <summary>The connection of a client that was asked about has ended.</summary>
    void OnEnded(CurvePublicKey key, IAdmittedConnection connection)
    {
    }
}

/// <summary>The connection of a client that was admitted. Thread-safe.</summary>
internal interface IAdmittedConnection
{
    /// <summary>The client is no longer admitted: its connection ends, soon.</summary>
    void Revoke();
}
