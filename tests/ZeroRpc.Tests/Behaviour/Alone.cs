namespace ZeroRpc.Tests.Behaviour;

/// <summary>Tests that hold the whole process, or measure it: they run one at a time, when the others have.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
