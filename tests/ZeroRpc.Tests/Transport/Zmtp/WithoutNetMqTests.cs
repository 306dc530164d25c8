using System.Reflection;
using System.Runtime.Loader;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>The library beside a NetMQ that cannot be loaded: a program that uses only our own peer may leave it out.</summary>
public class WithoutNetMqTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public async Task A_server_and_a_client_of_our_own_peer_do_without_NetMQ(string scheme)
    {
        var room = new RoomWithoutNetMq();
        dynamic server = room.New("ZeroRpcServer", OwnTcp(room.New("ZeroRpcServerOptions")));
        server.AddMethod("one", (Func<int>)(() => 1), null);
        string endpoint = server.Bind(scheme == "tcp" ? "tcp://127.0.0.1:0" : $"ipc://{Path.GetTempPath()}zerorpc-{Guid.NewGuid():N}");
        server.Start();
        dynamic client = room.New("ZeroRpcClient", endpoint, OwnTcp(room.New("ZeroRpcClientOptions")));

        Assert.Equal(1, (int)client.Invoke<int>("one"));

        await (ValueTask)client.DisposeAsync();
        await (ValueTask)server.DisposeAsync();
        Assert.DoesNotContain(room.Asked, name => name is "NetMQ" or "AsyncIO");
    }

    [Fact]
    public void The_other_transport_asks_for_NetMQ()
    {
        var room = new RoomWithoutNetMq();
        dynamic server = room.New("ZeroRpcServer");

        Assert.ThrowsAny<Exception>(() => server.Bind("tcp://127.0.0.1:0"));

        Assert.Contains("NetMQ", room.Asked);
    }

    private static object OwnTcp(dynamic options)
    {
        PropertyInfo property = options.GetType().GetProperty("TcpTransport");
        property.SetValue(options, Enum.Parse(property.PropertyType, "Zmtp"));
        return options;
    }

    /// <summary>Loads the library anew, and all that it asks for but NetMQ from where the test has it.</summary>
    private sealed class RoomWithoutNetMq() : AssemblyLoadContext("without NetMQ", isCollectible: false)
    {
        private readonly List<string> _asked = [];

        public string[] Asked
        {
            get
            {
                lock (_asked)
                {
                    return [.. _asked];
                }
            }
        }

        public object New(string type, params object[] arguments) =>
            Activator.CreateInstance(LoadFromAssemblyPath(typeof(ZeroRpcClient).Assembly.Location).GetType($"ZeroRpc.{type}", throwOnError: true)!, arguments)!;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            lock (_asked)
            {
                _asked.Add(assemblyName.Name!);
            }

            return assemblyName.Name is "NetMQ" or "AsyncIO" ? throw new FileNotFoundException($"There is no {assemblyName.Name} here.") : null;
        }
    }
}
