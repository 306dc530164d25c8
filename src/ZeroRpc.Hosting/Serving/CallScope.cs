using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Hosting.Serving;

/// <summary>The container's scope of one call, with the service that was made for it where the container does not know it.</summary>
internal sealed class CallScope(AsyncServiceScope scope, Type type, ILogger logger) : IAsyncDisposable
{
    private object? _own;

    /// <summary>The scope's services.</summary>
    public IServiceProvider Services => scope.ServiceProvider;

    /// <summary>Takes a service that nobody else disposes of.</summary>
    public object Own(object service) => _own = service;

    /// <summary>Ends the scope. The reply is out: whatever fails is logged.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using (scope.ConfigureAwait(false))
            {
                if (_own is IAsyncDisposable later)
                {
                    await later.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (_own as IDisposable)?.Dispose();
                }
            }
        }
        catch (Exception e)
        {
            logger.ScopeNotDisposed(type, e);
        }
    }
}
