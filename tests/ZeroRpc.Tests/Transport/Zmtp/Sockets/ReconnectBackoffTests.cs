using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>When a connection is tried again.</summary>
public sealed class ReconnectBackoffTests
{
    private const int Many = 200;

    private readonly ReconnectBackoff _backoff = new();

    [Fact]
    public void The_first_attempts_come_within_a_tenth_of_a_second_each()
    {
        Assert.All(Enumerable.Range(0, Many), _ => Assert.InRange(_backoff.Next(now: 1000), 50, 100));
        Assert.InRange(_backoff.Next(1000 + ReconnectBackoff.QuickTime - 1), 50, 100);
    }

    [Fact]
    public void After_the_first_seconds_they_become_rarer_and_still_come_within_a_second_each()
    {
        _backoff.Next(now: 0);

        Assert.InRange(_backoff.Next(ReconnectBackoff.QuickTime), 100, 200);
        Assert.InRange(_backoff.Next(ReconnectBackoff.QuickTime), 200, 400);
        Assert.All(Enumerable.Range(0, Many), _ => Assert.InRange(_backoff.Next(long.MaxValue), 400, 800));
    }

    [Fact]
    public void Clients_of_one_server_do_not_come_all_at_once() =>
        Assert.True(Enumerable.Range(0, Many).Select(_ => _backoff.Next(now: 0)).Distinct().Count() > 1);

    [Fact]
    public void A_connection_that_lasted_makes_them_come_quickly_again()
    {
        _backoff.Next(now: 0);
        _backoff.Next(ReconnectBackoff.QuickTime);

        _backoff.Reset();

        Assert.InRange(_backoff.Next(ReconnectBackoff.QuickTime), 50, 100);
    }
}
