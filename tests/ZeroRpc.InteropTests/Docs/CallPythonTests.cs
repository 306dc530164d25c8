using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.Docs;

/// <summary>The Python and the C# of docs/call-python.md, run against each other.</summary>
public sealed class CallPythonTests
{
    private readonly ShownProgram _stock = new("docs/call-python.md", "stock.py");

    [Fact]
    public async Task The_shown_client_calls_the_shown_service()
    {
        string endpoint = FreePort.Endpoint();
        await using PeerProcess python = await _stock.RunAsync(endpoint);
        CancellationToken stop = TestContext.Current.CancellationToken;

        // snippet: call-python
        var options = new ZeroRpcClientOptions { Values = ValueOptions.Python };
        await using var stock = new ZeroRpcClient(endpoint, options);

        Shelf shelf = await stock.InvokeAsync<Shelf>("take", "ice", 2);
        await foreach (Shelf each in stock.StreamAsync<Shelf>("everything"))
        {
            Console.WriteLine($"{each.Left} {each.Thing}");
        }
        // end

        // snippet: call-python-timeout
        var slow = new CallOptions { Timeout = TimeSpan.FromMinutes(10), CancellationToken = stop };
        Shelf left = await stock.InvokeAsync<Shelf>("take", slow, "ice");
        // end

        // snippet: call-python-errors
        try
        {
            await stock.InvokeAsync("take", "ice", 4);
        }
        catch (RemoteException error) when (error.Name == "ValueError")
        {
            Console.WriteLine(error.Message); // only 3 ice left
            Console.WriteLine(error.Traceback); // Python's own
        }
        // end

        Assert.Equal((new Shelf("ice", 1), new Shelf("ice", 2)), (shelf, left));
    }

    [Theory]
    [InlineData("NameError", "no_such_method")]
    [InlineData("TypeError", "take")]
    public async Task A_wrong_call_fails_under_the_name_that_is_told(string name, string method)
    {
        string endpoint = FreePort.Endpoint();
        await using PeerProcess python = await _stock.RunAsync(endpoint);
        await using var stock = new ZeroRpcClient(endpoint);

        RemoteException error = await Assert.ThrowsAsync<RemoteException>(() => stock.InvokeAsync(method).OrHang());

        Assert.Equal(name, error.Name);
    }

    // snippet: shelf
    public sealed record Shelf(string Thing, int Left);
    // end
}
