using ZeroRpc.Tests.Support;
using ZeroRpc.Transport;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>
/// Whole conversations of a peer (greeting, READY, commands, messages) with something wrong, in pieces of any size, given to the classes that
/// read them, without sockets: each is read to its end or cut off with a reason, and no limit is passed. 20,000 by default, a million with
/// <c>ZERORPC_LONG=1</c>; the same ones each time.
/// </summary>
public sealed class MutatedSessionsTests
{
    private const int Seed = 42;

    private readonly Random _random;
    private readonly MutatedConversations _conversations;

    public MutatedSessionsTests()
    {
        _random = new Random(Seed);
        _conversations = new MutatedConversations(_random);
    }

    [Fact]
    public void Each_is_read_or_cut_off_with_a_reason_and_most_get_past_the_handshake()
    {
        int count = LongRun.Of(20_000, @long: 1_000_000);
        int ready = 0;
        int cutOff = 0;
        int messages = 0;
        for (int i = 0; i < count; i++)
        {
            SocketRole role = MutatedConversations.Roles[i % MutatedConversations.Roles.Length];
            using var reader = new SessionReader(role, _ => new NullMechanism(role));
            cutOff += reader.Read(_conversations.Next(role), _random) ? 0 : 1;
            ready += reader.IsReady ? 1 : 0;
            messages += reader.Messages;
        }

        Assert.InRange(ready, count / 2, count);
        Assert.InRange(cutOff, count / 10, count - (count / 10)); // Neither all nor none: the mutations reach both ways.
        Assert.True(messages > count / 4, $"{messages} messages came through.");
    }
}
