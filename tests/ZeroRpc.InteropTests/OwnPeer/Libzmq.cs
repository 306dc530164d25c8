using ZeroRpc.InteropTests.Harness;
using ZeroRpc.Transport;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>How the tests of our own peer meet bare sockets of libzmq.</summary>
internal static class Libzmq
{
    // Where the length of a frame is written otherwise, where a buffer ends, and the largest.
    private static readonly int[] _edges =
        [1, 2, 254, 255, 256, 257, 8191, 16_383, 16_384, 16_385, 65_524, 65_535, 65_536, 65_537, 262_144, 1_000_003, 2_097_151, 2_097_152];

    /// <summary>What a publisher of theirs says until it is heard.</summary>
    public static byte[] Hello { get; } = "hello"u8.ToArray();

    /// <summary>Sizes of messages: one at each edge, then many small ones.</summary>
    public static int[] Sizes { get; } = [.. _edges, .. Enumerable.Range(0, 2000).Select(number => 1 + (number * 37 % 600))];

    /// <summary>An endpoint to bind: of <c>tcp</c>, or of a Unix domain socket with a <c>file</c>, or an <c>abstract</c> one.</summary>
    public static string NewEndpoint(string where) => where switch
    {
        "tcp" => Peer.AnyPort,
        "file" => Carrier.Ipc.NewEndpoint(),
        _ => $"ipc://@zerorpc-{Guid.NewGuid():N}",
    };

    /// <summary>Starts a script of Python's or Node's with a socket, and joins ours to it.</summary>
    public static async Task<PeerProcess> MeetAsync(
        OwnSocket ours, string script, string name, string where, bool weListen, Dictionary<string, object> options)
    {
        Assert.SkipWhen(where == "abstract" && !OperatingSystem.IsLinux(), "Only Linux has Unix domain sockets without a file.");
        Peer peer = name == "Python" ? Peer.Python : Peer.Node;
        options[weListen ? "connect" : "bind"] = weListen ? ours.Transport.Bind(NewEndpoint(where)) : NewEndpoint(where);
        PeerProcess process = await peer.StartAsync(script, options);
        if (!weListen)
        {
            ours.Transport.Connect(process.Endpoint);
        }

        return process;
    }

    /// <summary>Sends one of each size, then many small ones, without waiting for any; all come back as they were, in order.</summary>
    public static async Task AssertAllComesBackAsync(OwnSocket ours, PeerRoute route)
    {
        var random = new Random(1);
        byte[][] bodies = [.. Sizes.Select(size => RandomBytes(random, size))];

        foreach (byte[] body in bodies)
        {
            ours.Send(route, body);
        }

        // An empty body is a message as well: it comes back, and is no event.
        ours.Send(route, []);
        foreach (byte[] body in bodies)
        {
            IncomingMessage back = await ours.NextAsync();
            Assert.True(back.Body.Span.SequenceEqual(body), $"{body.Length} bytes came back as {back.Body.Length} others.");
        }

        Assert.Equal("a message with an empty event came", await ours.NextMalformedAsync());
    }

    /// <summary>Sends a message of each size one way.</summary>
    public static void SendAll(OwnSocket ours)
    {
        for (int number = 0; number < Sizes.Length; number++)
        {
            ours.Send(PeerRoute.None, Message(number));
        }
    }

    /// <summary>Requires that the peer got each as it was.</summary>
    public static async Task AssertWholeAsync(PeerProcess theirs) =>
        Assert.Equal(Sizes.Length, (await theirs.ReadAsync()).GetProperty("whole").GetInt32());

    /// <summary>Requires that each comes as the peer sent it.</summary>
    public static async Task AssertAllComeAsync(OwnSocket ours)
    {
        for (int number = 0; number < Sizes.Length; number++)
        {
            IncomingMessage message;
            do
            {
                message = await ours.NextAsync();
            }
            while (message.Body.Span.SequenceEqual(Hello));

            Assert.True(message.Body.Span.SequenceEqual(Message(number)), $"Message {number} is wrong.");
        }
    }

    // As flow.py has it.
    private static byte[] Message(int number)
    {
        byte[] bytes = new byte[Sizes[number]];
        for (int k = 0; k < bytes.Length; k++)
        {
            bytes[k] = (byte)((number + k) % 251);
        }

        return bytes;
    }

    private static byte[] RandomBytes(Random random, int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }
}
