using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Hosting.Serving;

/// <summary>The scope of one call, and its service instance if the container does not own it.</summary>
internal sealed class CallScope(AsyncServiceScope scope, Type type, ILogger logger) : IAsyncDisposable
{
    private object? _own;

    /// <summary>The services of the scope.</summary>
    public IServiceProvider Services => scope.ServiceProvider;

    /// <summary>Takes ownership of a service instance that the container does not dispose.</summary>
    public object Own(object service) => _own = service;

    /// <summary>Disposes the scope. The reply has already been sent, so exceptions are only logged.</summary>
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
