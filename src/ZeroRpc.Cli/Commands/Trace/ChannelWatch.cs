using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>One end of a channel as a trace observes it.</summary>
internal sealed class ChannelEndWatch
{
    /// <summary>
    /// The number of events that this end can still send. It starts with 1 (docs/protocol.md, section 5); grants add to it, as in Python.
    /// </summary>
    public long Credit { get; set; } = 1;

    /// <summary>When the last heartbeat was observed. Null before the first one.</summary>
    public TimeSpan? LastHeartbeat { get; set; }

    /// <summary>Whether the missing heartbeat has already been reported.</summary>
    public bool IsMissed { get; set; }
}

/// <summary>One observed call: its number, its duration, and the credits and heartbeats of both ends.</summary>
internal sealed class ChannelWatch(int number, string method, TimeSpan openedAt)
{
    public int Number => number;

    public string Method => method;

    public TimeSpan OpenedAt => openedAt;

    public ChannelEndWatch Client { get; } = new();

    public ChannelEndWatch Server { get; } = new();

    /// <summary>When the last reply was observed. Null while the call is running.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>When the second of the two ends became silent. Null while one of them sends heartbeats.</summary>
    public TimeSpan? LostAt { get; private set; }

    /// <summary>The number of observed stream items.</summary>
    public long Items { get; private set; }

    /// <summary>Processes an event of this channel. Returns a remark, or null.</summary>
    public string? Observe(Crossing crossing)
    {
        (ChannelEndWatch sender, ChannelEndWatch receiver) = crossing.FromClient ? (Client, Server) : (Server, Client);
        bool late = EndedAt is not null;
        string? note = crossing.Event.Kind switch
        {
            EventKind.Heartbeat => Beat(sender, crossing.At),
            EventKind.More => Grant(receiver, crossing),
            EventKind kind => Spend(sender, kind == EventKind.Stream),
        };

        switch (crossing.Event.Kind)
        {
            case EventKind.Stream:
                Items++;
                break;
            case EventKind.Ok or EventKind.Error or EventKind.StreamDone when !crossing.FromClient && !late:
                EndedAt = crossing.At;
                double milliseconds = (crossing.At - OpenedAt).TotalMilliseconds;
                note = Join(FormattableString.Invariant($"{milliseconds:0.0} ms") + (Items > 0 ? $", {Items} items" : ""), note);
                break;
        }

        return late ? Join("after the end", note) : note;
    }

    /// <summary>
    /// Returns the ends whose heartbeats are overdue, each once: two intervals after the last heartbeat, or three intervals after the start
    /// if there was none.
    /// </summary>
    public IEnumerable<string> Missing(TimeSpan now, TimeSpan interval)
    {
        if (EndedAt is not null)
        {
            yield break;
        }

        if (IsOverdue(Client, Server, now, interval))
        {
            yield return Overdue(Client, "client", now) + ": it has gone or abandoned the call; a server cancels it";
        }

        if (IsOverdue(Server, Client, now, interval))
        {
            yield return Overdue(Server, "server", now) + ": it is down or blocked; an active client calls it lost";
        }
    }

    // If neither end has sent a heartbeat, heartbeats are off, or the client waits for the first one of the server; then nothing is
    // missing. A silent server is reported nevertheless, because all servers send heartbeats by default.
    private bool IsOverdue(ChannelEndWatch end, ChannelEndWatch other, TimeSpan now, TimeSpan interval) =>
        !end.IsMissed
        && (end.LastHeartbeat is { } last ? now > last + (2 * interval) : now > OpenedAt + (3 * interval))
        && (end == Server || end.LastHeartbeat is not null || other.LastHeartbeat is not null);

    private string Overdue(ChannelEndWatch end, string name, TimeSpan now)
    {
        end.IsMissed = true;
        LostAt = Client.IsMissed && Server.IsMissed ? now : null;
        double seconds = (now - (end.LastHeartbeat ?? OpenedAt)).TotalSeconds;
        return end.LastHeartbeat is null
            ? FormattableString.Invariant($"no heartbeat from the {name} in {seconds:0.0} s")
            : FormattableString.Invariant($"the {name}'s last heartbeat is {seconds:0.0} s old");
    }

    private static string? Beat(ChannelEndWatch sender, TimeSpan at)
    {
        (sender.LastHeartbeat, bool wasMissed, sender.IsMissed) = (at, sender.IsMissed, false);
        return wasMissed ? "again" : null;
    }

    private static string? Grant(ChannelEndWatch receiver, Crossing crossing)
    {
        if (!CreditArgs.TryRead(crossing.Event.Args, out long count))
        {
            return "a grant without a number";
        }

        receiver.Credit = Math.Min(receiver.Credit, long.MaxValue / 2) + Math.Clamp(count, 0, long.MaxValue / 2);
        return $"{(crossing.FromClient ? "server" : "client")} may send {receiver.Credit}";
    }

    private static string? Spend(ChannelEndWatch sender, bool isItem) => --sender.Credit switch
    {
        < 0 => $"{-sender.Credit} beyond its credit",
        long left when isItem => $"credit {left}",
        _ => null,
    };

    private static string Join(string first, string? second) => second is null ? first : $"{first}, {second}";
}
