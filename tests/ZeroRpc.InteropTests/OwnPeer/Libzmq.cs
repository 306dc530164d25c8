using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.InteropTests.OwnPeer;

/// <summary>How the tests of our own peer meet bare sockets of libzmq.</summary>
internal static class Libzmq
{
    // Where the length of a frame is written otherwise, where a buffer ends, and the largest.
    private static readonly int[] _edges =
        [1, 2, 254, 255, 256, 257, 8191, 16_383, 16_384, 16_385, 65_524, 65_535, 65_536, 65_537, 262_144, 1_000_003, 2_097_151, 2_097_152];

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
}
