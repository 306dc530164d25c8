namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcPuller"/>.</summary>
public class ZeroRpcPullerOptions : ZeroRpcReceiverOptions;
