using ZeroRpc.Curve.Handshake;

namespace ZeroRpc.Tests.Curve;

/// <summary>Which cookies a server takes back.</summary>
public sealed class CookieKeysTests : IDisposable
{
    private const ulong Connection = 7;

    private readonly CookieKeys _cookies;
    private readonly byte[] _cookie = new byte[CookieKeys.Length];
    private readonly byte[] _clientKey = [.. Enumerable.Repeat((byte)1, 32)];
    private readonly byte[] _secretKey = [.. Enumerable.Repeat((byte)2, 32)];
    private long _now;

    public CookieKeysTests()
    {
        _cookies = new CookieKeys(() => _now, HandshakeRandom.Secure);
        _cookies.Write(_cookie, Connection, _clientKey, _secretKey);
    }

    [Fact]
    public void A_connection_s_own_gives_the_keys_back()
    {
        byte[] clientKey = new byte[32];
        byte[] secretKey = new byte[32];

        Assert.True(_cookies.TryRead(_cookie, Connection, clientKey, secretKey));
        Assert.Equal(_clientKey, clientKey);
        Assert.Equal(_secretKey, secretKey);
    }

    [Fact]
    public void Another_connection_s_is_of_no_use()
    {
        Assert.False(IsTaken(Connection + 1));

        _cookie[7]++; // The number of the connection is authenticated.
        Assert.False(IsTaken(Connection + 1));
    }

    [Fact]
    public void One_that_was_altered_is_refused_wherever_it_was()
    {
        for (int i = 0; i < _cookie.Length; i++)
        {
            _cookie[i] ^= 1;
            Assert.False(IsTaken(Connection));
            _cookie[i] ^= 1;
        }
    }

    [Fact]
    public void Another_server_s_is_refused()
    {
        using var others = new CookieKeys(() => _now, HandshakeRandom.Secure);

        Assert.False(others.TryRead(_cookie, Connection, new byte[32], new byte[32]));
    }

    [Theory]
    [InlineData(59_999, true)]
    [InlineData(60_000, true)] // The key has changed, and the one before still opens.
    [InlineData(119_999, true)]
    [InlineData(120_000, false)]
    public void They_grow_old(long age, bool isTaken)
    {
        _now = age;

        Assert.Equal(isTaken, IsTaken(Connection));
    }

    [Fact]
    public void The_key_before_the_one_before_opens_none()
    {
        for (_now = 60_000; _now <= 120_000; _now += 60_000)
        {
            _cookies.Write(new byte[CookieKeys.Length], Connection + 1, _clientKey, _secretKey);
        }

        Assert.False(IsTaken(Connection));
    }

    public void Dispose() => _cookies.Dispose();

    private bool IsTaken(ulong connection) => _cookies.TryRead(_cookie, connection, new byte[32], new byte[32]);
}
