using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace ZeroRpc.Gateway.WebSockets;

/// <summary>Tells when the sign-in of a WebSocket ends: that of its handshake, or of a policy that one of its calls needed.</summary>
/// <param name="time">The clock.</param>
/// <param name="ended">Called when it has ended.</param>
internal sealed class SignInTimer(TimeProvider time, Action ended) : IDisposable
{
    /// <summary>Timers take no longer time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    private readonly Lock _gate = new();
    private DateTimeOffset? _end;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Returns when the sign-in of a request ends. Null if nobody is signed in, or if the sign-in does not end.</summary>
    public static DateTimeOffset? EndOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;

    /// <summary>Notes an end. The first end counts.</summary>
    public void EndAt(DateTimeOffset? end)
    {
        lock (_gate)
        {
            if (end is null || end >= _end || _isDisposed)
            {
                return;
            }

            _end = end;
            _timer ??= time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Start()
    {
        TimeSpan left = _end!.Value - time.GetUtcNow();
        _timer!.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, Timeout.InfiniteTimeSpan);
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (_end > time.GetUtcNow())
            {
                Start();
                return;
            }
        }

        ended();
    }
}
