using System.IO.Pipes;
using ZeroRpc.Cli.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Cli.Tests.Commands;

/// <summary>A service to be loaded from this tests' assembly.</summary>
public sealed class ServedGreeter
{
    /// <summary>Greets somebody.</summary>
    public string Greet(string name) => "hello " + name;

    /// <summary>Greets somebody as soon as a pipe's other end says so.</summary>
    public async Task<string> GreetWhenTold(string name, string pipe)
    {
        await using var told = new NamedPipeClientStream(".", pipe, PipeDirection.In);
        await told.ConnectAsync();
        await told.ReadExactlyAsync(new byte[1]);
        return Greet(name);
    }
}

/// <summary>A type that cannot be made without an argument.</summary>
public sealed class NeedsArgument(int number)
{
    public int Number() => number;
}

/// <summary>Says on standard output when it is disposed of.</summary>
public sealed class ServedDisposable : IDisposable
{
    public string Name(string name) => name;

    public void Dispose() => Console.WriteLine("disposed");
}

/// <summary>Likewise, but not at once; it has the other way too, which is then not taken.</summary>
public sealed class ServedAsyncDisposable : IAsyncDisposable, IDisposable
{
    public string Name(string name) => name;

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        Console.WriteLine("disposed");
    }

    public void Dispose() => Console.WriteLine("blocked");
}

/// <summary>Does not let itself be disposed of.</summary>
public sealed class ServedClinging : IDisposable
{
    public string Name(string name) => name;

    public void Dispose() => throw new InvalidOperationException("not now");
}

/// <summary><c>serve</c>: .NET types served as they are.</summary>
public sealed class ServeTests
{
    private static readonly string _assembly = typeof(ServedGreeter).Assembly.Location;

    [Theory]
    [InlineData("serve")]
    [InlineData("--server")]
    public async Task A_static_type_of_NET_is_served(string word)
    {
        await using Served served = await Served.StartAsync(word, "--bind", Peer.AnyPort, "System.Math");

        Assert.DoesNotContain(":0", served.Endpoint, StringComparison.Ordinal);
        Assert.Equal("4\n", (await Tool.RunAsync("-j", served.Endpoint, "Max", "3", "4")).Output);
    }

    [Fact]
    public async Task A_type_of_an_assembly_is_served_with_its_documentation()
    {
        await using Served served = await Served.StartAsync(
            "serve", "--bind", Peer.AnyPort, "--snake-case", _assembly, typeof(ServedGreeter).FullName!);

        Assert.Equal("'hello you'\n", (await Tool.RunAsync(served.Endpoint, "greet", "you")).Output);
        Assert.Equal("greet(name: str) -> str\n    Greets somebody.\n", (await Tool.RunAsync("describe", served.Endpoint, "greet")).Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signal_lets_running_calls_finish_and_new_ones_be_refused(bool terminate)
    {
        await using Served served = await Served.StartAsync("serve", "--bind", Peer.AnyPort, _assembly, typeof(ServedGreeter).FullName!);
        await using var client = new ZeroRpcClient(served.Endpoint);
        string pipe = $"zerorpc-{Guid.NewGuid():N}";
        await using var tell = new NamedPipeServerStream(pipe, PipeDirection.Out);
        Task<string> running = client.InvokeAsync<string>("GreetWhenTold", "you", pipe);
        await tell.WaitForConnectionAsync(TestContext.Current.CancellationToken).OrHang();

        (terminate ? (Action)served.Tool.Terminate : served.Tool.Interrupt)();
        RemoteException refusal = await client.UntilRefusedAsync("Greet", "me").OrHang();
        await tell.WriteAsync(new byte[1], TestContext.Current.CancellationToken);

        Assert.Equal("Unavailable", refusal.Name);
        Assert.Equal("hello you", await running.OrHang());
        Assert.Equal(0, (await served.Tool.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData(typeof(ServedDisposable))]
    [InlineData(typeof(ServedAsyncDisposable))]
    public async Task The_object_that_it_made_is_disposed_of_at_the_end(Type service)
    {
        await using Served served = await Served.StartAsync("serve", "--bind", Peer.AnyPort, _assembly, service.FullName!);

        served.Tool.Terminate();

        ToolResult ended = await served.Tool.EndAsync();
        Assert.Equal((0, "disposed\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task An_object_that_cannot_be_disposed_of_is_named()
    {
        await using Served served = await Served.StartAsync("serve", "--bind", Peer.AnyPort, _assembly, typeof(ServedClinging).FullName!);

        served.Tool.Terminate();

        ToolResult ended = await served.Tool.EndAsync();
        Assert.Equal(
            (1, "'ZeroRpc.Cli.Tests.Commands.ServedClinging' failed as it was disposed of: InvalidOperationException: not now"),
            (ended.ExitCode, ended.Complaint));
    }

    [Theory]
    [InlineData("there is no public type 'System.Nothing' in .NET", "System.Nothing")]
    [InlineData("there is no assembly 'no-such.dll'", "no-such.dll", "Type")]
    [InlineData("nothing to serve: name a type")]
    [InlineData("'System.IO.FileStream' cannot be served: it is neither static nor", "System.IO.FileStream")]
    public async Task What_cannot_be_served_is_said(string complaint, params string[] service)
    {
        ToolResult ended = await Tool.RunAsync(["serve", "--bind", Peer.AnyPort, .. service]);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith(complaint, ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_names_the_types_that_it_has()
    {
        ToolResult ended = await Tool.RunAsync("serve", "--bind", Peer.AnyPort, _assembly, "Nope");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("'ZeroRpc.Cli.Tests.dll' has no public type 'Nope'. It has ", ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_needs_arguments_is_refused()
    {
        ToolResult ended = await Tool.RunAsync("serve", "--bind", Peer.AnyPort, _assembly, typeof(NeedsArgument).FullName!);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("neither static nor has it a public constructor without parameters", ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_without_what_it_needs_is_told()
    {
        string folder = Directory.CreateTempSubdirectory("zerorpc-cli").FullName;
        string lonely = Path.Combine(folder, "Lonely.dll");
        File.Copy(_assembly, lonely);

        ToolResult ended = await Tool.RunAsync("serve", "--bind", Peer.AnyPort, lonely, "Nope");

        Directory.Delete(folder, recursive: true);
        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith($"'{lonely}' needs what is not beside it: ", ended.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_type_is_served_at_a_time() => Assert.Equal(
        "one type is served: 'Other' is too much.",
        (await Tool.RunAsync("serve", "--bind", Peer.AnyPort, _assembly, typeof(ServedGreeter).FullName!, "Other")).Complaint);

    [Fact]
    public async Task Somewhere_to_serve_is_needed() =>
        Assert.StartsWith("nowhere to serve", (await Tool.RunAsync("serve", "System.Math")).Complaint, StringComparison.Ordinal);
}
