namespace ZeroRpc;

/// <summary>Calls remote services.</summary>
public sealed class ZeroRpcClient
{
}
