using Microsoft.Extensions.DependencyInjection;

namespace ZeroRpc.Hosting.OneWay;

/// <summary>Registers singletons that have a name: without a key if the name is empty.</summary>
internal static class OneWayRegistration
{
    /// <summary>Registers a singleton unless it is already registered.</summary>
    /// <returns>False if it is already registered.</returns>
    public static bool TryAdd<T>(IServiceCollection services, string name, Func<IServiceProvider, T> create)
        where T : class
    {
        object? key = name.Length == 0 ? null : name;
        if (services.Any(known => known.ServiceType == typeof(T) && Equals(known.ServiceKey, key)))
        {
            return false;
        }

        if (key is null)
        {
            services.AddSingleton(create);
        }
        else
        {
            services.AddKeyedSingleton(key, (provider, _) => create(provider));
        }

        return true;
    }

    /// <summary>Returns the singleton with a name.</summary>
    public static T GetNamed<T>(this IServiceProvider provider, string name)
        where T : class => name.Length == 0 ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(name);
}
