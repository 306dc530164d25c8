// The heartbeats are short and the processes many: tests that run side by side would lose each other's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
