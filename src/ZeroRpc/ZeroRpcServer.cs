namespace ZeroRpc;

/// <summary>Serves .NET methods.</summary>
public sealed class ZeroRpcServer
{
}
