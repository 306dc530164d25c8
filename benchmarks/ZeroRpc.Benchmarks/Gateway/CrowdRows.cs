using System.Net.WebSockets;
using System.Text;
using ZeroRpc.Benchmarks.Ratios;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>What many WebSockets and many open streams hold, of clients and gateway in this process together.</summary>
internal static class CrowdRows
{
    private const int Sockets = 5_000;
    private const int Streams = 1_000;
    private const int StreamsEach = 50;
    private const int UnknownMethods = 100_000;
    private const int FramesEach = 100;
    private const int WarmUp = 10_000;

    public static async Task<Row[]> MeasureAsync()
    {
        await using GatewayFront gateway = await GatewayFront.StartAsync();
        List<ClientWebSocket> sockets = [await ConnectAsync(gateway)];
        await CallUnknownMethodsAsync(sockets[0], WarmUp);
        long before = Heap.Live();
        await CallUnknownMethodsAsync(sockets[0], UnknownMethods);
        double unknown = Math.Max(0, (Heap.Live() - before) / 1024.0);
        before = Heap.Live();
        for (int i = 0; i < Sockets; i++)
        {
            sockets.Add(await ConnectAsync(gateway));
        }

        double idle = (Heap.Live() - before) / 1024.0 / Sockets;
        before = Heap.Live();
        foreach (ClientWebSocket socket in sockets.Take(Streams / StreamsEach))
        {
            for (int id = 0; id < StreamsEach; id++)
            {
                string call = $"{{\"type\":\"call\",\"id\":{id},\"service\":\"adder\",\"method\":\"Count\",\"args\":[1000000],\"credits\":1}}";
                await socket.SendAsync(Encoding.UTF8.GetBytes(call), WebSocketMessageType.Text, true, default);
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(5)); // Each stream comes to its end of credits.
        double stream = (Heap.Live() - before) / 1024.0 / Streams;
        sockets.ForEach(socket => socket.Abort());
        return
        [
            Row.AtMost($"{Sockets:N0} idle WebSockets, each, both sides", idle, 32, "KiB"),
            Row.AtMost($"{Streams:N0} open streams without credits, each", stream, 64, "KiB"),
            Row.AtMost($"{UnknownMethods:N0} unknown methods, all together", unknown, 512, "KiB"),
        ];
    }

    /// <summary>Calls methods that nobody has, each under another name.</summary>
    private static async Task CallUnknownMethodsAsync(ClientWebSocket socket, int count)
    {
        byte[] buffer = new byte[64 * 1024];
        for (int first = 0; first < count; first += FramesEach)
        {
            string frames = string.Join('\n', Enumerable.Range(first, FramesEach).Select(
                id => $"{{\"type\":\"call\",\"id\":{id},\"service\":\"adder\",\"method\":\"_unknown{id}\"}}"));
            await socket.SendAsync(Encoding.UTF8.GetBytes(frames), WebSocketMessageType.Text, true, default);
            for (int answers = 0; answers < FramesEach;)
            {
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), default);
                answers += buffer.AsSpan(0, result.Count).Count((byte)'\n') + (result.EndOfMessage ? 1 : 0);
            }
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(GatewayFront gateway)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("zerorpc.json");
        await socket.ConnectAsync(new UriBuilder(gateway.Address) { Scheme = "ws" }.Uri, default);
        return socket;
    }
}
