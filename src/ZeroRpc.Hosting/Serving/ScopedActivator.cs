using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZeroRpc.Hosting.Serving;

/// <summary>Creates the service instance of each call in a scope of its own, and disposes the scope after the call.</summary>
internal sealed class ScopedActivator
{
    private readonly Type _type;
    private readonly IServiceScopeFactory _scopes;
    private readonly ObjectFactory? _constructor;
    private readonly ILogger _logger;

    private ScopedActivator(Type type, IServiceScopeFactory scopes, ObjectFactory? constructor, ILogger logger)
    {
        _type = type;
        _scopes = scopes;
        _constructor = constructor;
        _logger = logger;
    }

    /// <summary>Creates an activator. Also creates one instance to verify that this is possible.</summary>
    /// <exception cref="InvalidOperationException">
    /// The container cannot create the type. The message states the reason and what to do.
    /// </exception>
    public static async Task<ScopedActivator> CreateAsync(Type type, IServiceProvider services, ILogger logger)
    {
        bool isRegistered = services.GetRequiredService<IServiceProviderIsService>().IsService(type);
        if (!isRegistered && type.IsAbstract)
        {
            throw new InvalidOperationException(
                $"it cannot serve {type}, which is not registered and cannot be created: " +
                $"register it, as in AddScoped<{type.Name}, ...>().");
        }

        try
        {
            ObjectFactory? constructor = isRegistered ? null : ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
            var activator = new ScopedActivator(type, services.GetRequiredService<IServiceScopeFactory>(), constructor, logger);
            await activator.Activate().Owner!.DisposeAsync().ConfigureAwait(false);
            return activator;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"it cannot serve {type}, which the container cannot create: {e.Message}", e);
        }
    }

    /// <summary>Returns the service instance for a call.</summary>
    public ServiceLease Activate(CallContext call) => Activate();

    private ServiceLease Activate()
    {
        var scope = new CallScope(_scopes.CreateAsyncScope(), _type, _logger);
        try
        {
            object service = _constructor is null ? scope.Services.GetRequiredService(_type) : scope.Own(_constructor(scope.Services, []));
            return new ServiceLease(service, scope);
        }
        catch
        {
            _ = scope.DisposeAsync().AsTask(); // Disposing the scope logs its own exceptions.
            throw;
        }
    }
}
