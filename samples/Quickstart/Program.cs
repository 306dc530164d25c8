using ZeroRpc;

// A server on a free port of this machine, and a client of it in the same process.
await using var server = new ZeroRpcServer(new Cooler());
string endpoint = server.Bind("tcp://127.0.0.1:0");
server.Start();
Console.WriteLine($"Serving on {endpoint}");

await using var client = new ZeroRpcClient(endpoint);

Console.WriteLine($"Call:   {await client.InvokeAsync<string>("AddCool", "ZeroRPC")}");

Console.Write("Stream:");
await foreach (int number in client.StreamAsync<int>("Count", 5))
{
    Console.Write($" {number}");
}

Console.WriteLine();

try
{
    await client.InvokeAsync("melt");
}
catch (RemoteException error)
{
    Console.WriteLine($"Error:  {error.Name}: {error.Message}");
}

ServiceDescription service = await client.InspectAsync();
Console.WriteLine($"Service '{service.Name}':");
foreach (MethodDescription method in service.Methods)
{
    string parameters = string.Join(", ", method.Parameters!.Select(parameter => $"{parameter.Name}: {parameter.Type}"));
    Console.WriteLine($"  {method.Name}({parameters}) -> {(method.IsStream == true ? "stream of " : "")}{method.Returns}   {method.Doc}");
}
