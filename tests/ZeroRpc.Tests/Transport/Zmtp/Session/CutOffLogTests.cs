using Microsoft.Extensions.Logging;
using ZeroRpc.Tests.Wire;
using ZeroRpc.Transport.Zmtp;

namespace ZeroRpc.Tests.Transport.Zmtp;

/// <summary>How many lines peers that are cut off can make.</summary>
public sealed class CutOffLogTests : IDisposable
{
    private readonly FakeLog _log = new();
    private readonly CutOffLog _cutOffs;
    private long _now;

    public CutOffLogTests() => _cutOffs = new CutOffLog(_log.Factory.CreateLogger("test"), () => _now);

    [Fact]
    public void Some_may_come_at_once()
    {
        WriteMany(CutOffLog.Burst);

        Assert.Equal(CutOffLog.Burst, _log.Messages.Length);
        Assert.Equal("Closed the connection to peer: 0", _log.Messages[0]);
    }

    [Fact]
    public void More_are_counted_and_the_next_line_says_how_many()
    {
        WriteMany(CutOffLog.Burst + 1000);
        Assert.Equal(CutOffLog.Burst, _log.Messages.Length);

        _now += 1000;
        _cutOffs.Write("peer", "next");

        Assert.Equal(
            ["Closed the connections of 1000 more peers that were too frequent to log individually", "Closed the connection to peer: next"],
            _log.Messages[CutOffLog.Burst..]);
    }

    [Fact]
    public void Then_it_is_one_a_second()
    {
        WriteMany(CutOffLog.Burst);

        for (int i = 0; i < 30; i++)
        {
            _now += 100;
            WriteMany(10);
        }

        Assert.Equal(
            CutOffLog.Burst + 3,
            _log.Messages.Count(message => message.StartsWith("Closed the connection to peer", StringComparison.Ordinal)));
    }

    [Fact]
    public void After_a_quiet_while_some_may_come_at_once_again()
    {
        WriteMany(CutOffLog.Burst);

        _now += 1_000_000;
        WriteMany(2 * CutOffLog.Burst);

        Assert.Equal(2 * CutOffLog.Burst, _log.Messages.Length);
    }

    public void Dispose() => _log.Dispose();

    private void WriteMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _cutOffs.Write("peer", $"{i}");
        }
    }
}
