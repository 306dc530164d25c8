using ZeroRpc.Benchmarks.Modes;

return args switch
{
    ["allocations"] => await AllocationsMode.RunAsync(),
    _ => 1,
};
