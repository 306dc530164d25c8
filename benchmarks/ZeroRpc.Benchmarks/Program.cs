using System.Globalization;
using ZeroRpc.Benchmarks.Modes;
using ZeroRpc.Benchmarks.Ratios;
using ZeroRpc.Benchmarks.Subjects;

// Each mode in a method of its own: a fresh process that only calls once must not load what it does not use.
return args switch
{
    [FirstCallRows.Nothing] => 0,
    [FirstCallRows.FirstCall, string endpoint] => await FirstCallRows.CallAsync(endpoint),
    [SoakMode.Victim, string endpoint] => await SoakMode.CallUntilKilledAsync(endpoint),
    ["ratios"] => await RatiosMode.RunAsync(withPeers: false),
    ["ratios", string part] => await RatiosMode.RunAsync(withPeers: false, part),
    ["peers"] => await RatiosMode.RunAsync(withPeers: true),
    ["peers", string part] => await RatiosMode.RunAsync(withPeers: true, part),
    ["gateway"] => await GatewayMode.RunAsync(),
    ["gateway", string part] => await GatewayMode.RunAsync(part),
    ["allocations"] => await AllocationsMode.RunAsync(),
    ["soak"] => await SoakMode.RunAsync(TimeSpan.FromMinutes(10)),
    ["soak", string minutes] => await SoakMode.RunAsync(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))),
    ["idle"] => await ManyConnectionsMode.RunIdleAsync(),
    ["busy"] => await ManyConnectionsMode.RunBusyAsync(),
    [RemoteCaller.Idle, string endpoint, string count] =>
        await RemoteCaller.RunIdleAsync(endpoint, int.Parse(count, CultureInfo.InvariantCulture)),
    [RemoteCaller.One, string endpoint] => await RemoteCaller.RunOneAsync(endpoint),
    [RemoteCaller.Many, string endpoint, string count] =>
        await RemoteCaller.RunManyAsync(endpoint, int.Parse(count, CultureInfo.InvariantCulture)),
    ["connections"] => await ConnectionsMode.RunAsync(1000),
    ["connections", string count] => await ConnectionsMode.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    [ConnectionsMode.Clients, string endpoint, string count] =>
        await ConnectionsMode.RunClientsAsync(endpoint, int.Parse(count, CultureInfo.InvariantCulture)),
    _ => BenchmarksMode.Run(args),
};
