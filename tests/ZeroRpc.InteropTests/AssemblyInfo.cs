// The peers' heartbeats are short and their processes many: tests that run side by side would lose each other's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
