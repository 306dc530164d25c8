namespace ZeroRpc;

/// <summary>The options of a <see cref="ZeroRpcPublisher"/>.</summary>
public class ZeroRpcPublisherOptions : ZeroRpcOneWayOptions;
