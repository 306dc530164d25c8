namespace ZeroRpc;

/// <summary>How a <see cref="ZeroRpcPublisher"/> publishes.</summary>
public sealed class ZeroRpcPublisherOptions : ZeroRpcOneWayOptions;
