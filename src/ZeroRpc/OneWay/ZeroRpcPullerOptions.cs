namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcPuller"/> takes what is pushed.</summary>
public sealed class ZeroRpcPullerOptions : ZeroRpcReceiverOptions;
