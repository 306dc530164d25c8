using System.Net;
using System.Net.Sockets;

namespace ZeroRpc.InteropTests.Harness;

/// <summary>A TCP relay between one client and a server that keeps what the client sends, for a test to look at its events.</summary>
internal sealed class FrameTap : IAsyncDisposable
{
    /// <summary>The greeting of ZMTP 3, before any frame.</summary>
    private const int Greeting = 64;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<byte> _sent = [];
    private readonly Task _relaying;
    private readonly CancellationTokenSource _stop = new();

    public FrameTap(string server)
    {
        _listener.Start();
        _relaying = RelayAsync(new Uri(server).Port);
    }

    public string Endpoint => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The events of a name that the client has sent so far.</summary>
    public RawEvent[] FromClient(string name)
    {
        byte[] sent;
        lock (_sent)
        {
            sent = [.. _sent];
        }

        return [.. Bodies(sent).Select(RawEvent.Decode).Where(each => each.Name == name)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _relaying.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    /// <summary>
    /// ZMTP's frames: flags (2: an 8-byte length, 4: a command), length, content. An event is a frame that is no command and not empty.
    /// </summary>
    private static IEnumerable<byte[]> Bodies(byte[] sent)
    {
        int at = Greeting;
        while (at < sent.Length)
        {
            byte flags = sent[at];
            bool isLong = (flags & 2) != 0;
            int length = isLong ? (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(sent.AsSpan(at + 1)) : sent[at + 1];
            at += isLong ? 9 : 2;
            if ((flags & 4) == 0 && length > 0)
            {
                yield return sent[at..(at + length)];
            }

            at += length;
        }
    }

    private async Task RelayAsync(int port)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
        await Task.WhenAny(PumpAsync(client, server, _sent), PumpAsync(server, client, null));
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, List<byte>? kept)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (kept is not null)
            {
                lock (kept)
                {
                    kept.AddRange(buffer.AsSpan(0, count));
                }
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
