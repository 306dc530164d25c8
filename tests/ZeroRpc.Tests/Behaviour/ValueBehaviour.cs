namespace ZeroRpc.Tests.Behaviour;

/// <summary>Values as they arrive at the other side.</summary>
public abstract class ValueBehaviour(Carrier carrier) : BehaviourTest(carrier)
{
    [Fact]
    public async Task Members_without_a_public_setter_arrive()
    {
        ZeroRpcClient client = ConnectTo("order", (Order order) => order);
        var sent = new Order { Lines = { "a", "b" }, Note = "n" };

        Order returned = await client.InvokeAsync<Order>("order", sent);

        Assert.Equal((sent.Id, "n"), (returned.Id, returned.Note));
        Assert.Equal(["a", "b"], returned.Lines);
    }

    [Fact]
    public async Task A_type_that_would_lose_a_member_is_refused()
    {
        ZeroRpcClient client = ConnectTo("lossy", () => new Lossy());

        ValueConversionException error = await Assert.ThrowsAsync<ValueConversionException>(() => client.InvokeAsync<Lossy>("lossy"));

        Assert.Contains("Lossy can be sent but not read: its property 'Id' has no setter", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(Guid.Empty.ToString(), (await client.InvokeAsync<Dictionary<string, string>>("lossy"))["Id"]);
    }

    [Fact]
    public async Task A_derived_value_arrives_whole_as_argument_result_and_item()
    {
        ZeroRpcClient client = Connect(server => server
            .AddMethod("side", (Square square) => square.Side)
            .AddMethod("shape", Shape () => new Square { Color = "red", Side = 2 })
            .AddMethod("shapes", List<Shape> () => [new Square { Side = 3 }]));
        Shape argument = new Square { Side = 1 };

        Assert.Equal(1, await client.InvokeAsync<int>("side", argument));
        Assert.Equal(2, (await client.InvokeAsync<Square>("shape")).Side);
        Assert.Equal("red", (await client.InvokeAsync<Shape>("shape")).Color);
        Assert.Equal(3, Assert.Single(await client.InvokeAsync<Square[]>("shapes")).Side);
    }

    public sealed class Order
    {
        public Guid Id { get; private set; } = Guid.NewGuid();

        public List<string> Lines { get; } = [];

        public string Note { get; internal set; } = "";
    }

    public sealed class Lossy
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public class Shape
    {
        public string? Color { get; init; }
    }

    public sealed class Square : Shape
    {
        public int Side { get; init; }
    }
}

public sealed class ValuesInMemory() : ValueBehaviour(Carrier.Memory);

public sealed class ValuesOverNetMq() : ValueBehaviour(Carrier.NetMq);

public sealed class ValuesOverTcp() : ValueBehaviour(Carrier.Tcp);

public sealed class ValuesOverIpc() : ValueBehaviour(Carrier.Ipc);
