using Microsoft.Extensions.Logging;

namespace ZeroRpc.Diagnostics;

/// <summary>
/// Limits the number of lines in the log. A peer decides how many malformed messages or failing calls it sends, and must not flood the log.
/// In each <see cref="Window"/>, a message is written at most <see cref="LinesPerPeer"/> times about one peer and
/// <see cref="LinesPerMessage"/> times in all. The numbers of lines that were left out are reported at the end of the window. Thread-safe.
/// </summary>
/// <param name="time">The source of times.</param>
/// <param name="report">Called at the end of a window, on a pool thread, for each message and peer of which lines were left out.</param>
internal sealed class LogLimit(TimeProvider time, Action<LeftOutLines> report)
{
    /// <summary>The largest number of lines of one message about one peer in a window.</summary>
    public const int LinesPerPeer = 20;

    /// <summary>The largest number of lines of one message in a window. A peer that connects again and again has many names.</summary>
    public const int LinesPerMessage = 200;

    /// <summary>The length of a window in seconds.</summary>
    public const int Seconds = 10;

    /// <summary>The time after which lines are counted from zero again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(Seconds);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, MessageLines> _messages = [];
    private ITimer? _timer;
    private long _began;
    private bool _endsByTimer;

    /// <summary>Whether a line may be written. If not, the line is counted.</summary>
    /// <param name="message">The id and name of the message.</param>
    /// <param name="peer">The peer in the message. Null if the message names none.</param>
    public bool Allows(EventId message, string? peer)
    {
        lock (_gate)
        {
            // A window in which lines were left out ends by the timer, which reports their number.
            if (!_endsByTimer && time.GetElapsedTime(_began) >= Window)
            {
                Begin();
            }

            if (!_messages.TryGetValue(message.Id, out MessageLines? lines))
            {
                _messages[message.Id] = lines = new MessageLines(message.Name ?? $"{message.Id}");
            }

            bool allows = lines.TryAdd(peer);
            if (!allows && !_endsByTimer)
            {
                _endsByTimer = true;
                StartTimer();
            }

            return allows;
        }
    }

    private void Begin()
    {
        _messages.Clear();
        _began = time.GetTimestamp();
    }

    private void StartTimer()
    {
        TimeSpan rest = Window - time.GetElapsedTime(_began);
        if (_timer is null)
        {
            using (ExecutionContext.SuppressFlow()) // The timer outlives the call that has started it.
            {
                _timer = time.CreateTimer(static limit => ((LogLimit)limit!).OnWindowEnded(), this, rest, Timeout.InfiniteTimeSpan);
            }
        }
        else
        {
            _timer.Change(rest, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnWindowEnded()
    {
        List<LeftOutLines> leftOut;
        lock (_gate)
        {
            leftOut = [.. _messages.Values.SelectMany(static lines => lines.LeftOut)];
            Begin();
            _endsByTimer = false;
        }

        leftOut.ForEach(report);
    }

    /// <summary>The lines of one message in the current window.</summary>
    private sealed class MessageLines(string message)
    {
        private readonly Dictionary<string, long> _byPeer = []; // At most LinesPerMessage entries.
        private long _total;
        private long _others;

        public IEnumerable<LeftOutLines> LeftOut
        {
            get
            {
                foreach ((string peer, long lines) in _byPeer.Where(static each => each.Value > LinesPerPeer))
                {
                    yield return new LeftOutLines(message, peer, lines - LinesPerPeer);
                }

                if (_others > 0)
                {
                    yield return new LeftOutLines(message, null, _others);
                }
            }
        }

        public bool TryAdd(string? peer)
        {
            if (peer is not null && _byPeer.TryGetValue(peer, out long lines) && lines >= LinesPerPeer)
            {
                _byPeer[peer] = lines + 1;
                return false;
            }

            if (_total >= LinesPerMessage)
            {
                _others++;
                return false;
            }

            _total++;
            if (peer is not null)
            {
                _byPeer[peer] = _byPeer.GetValueOrDefault(peer) + 1;
            }

            return true;
        }
    }
}

/// <summary>The number of lines of a message that were left out in one window.</summary>
/// <param name="Message">The name of the message.</param>
/// <param name="Peer">The peer in the message. Null for peers in general, and for a message that names none.</param>
/// <param name="Count">The number of lines.</param>
internal readonly record struct LeftOutLines(string Message, string? Peer, long Count);
