using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Registers the setup and the validation of options.</summary>
internal static class OptionsRegistration
{
    /// <summary>Registers the options with a name, which are validated when the host starts. Can be called again for the same name.</summary>
    /// <returns>The builder of the options.</returns>
    public static OptionsBuilder<T> AddHostedOptions<T, TValidator>(
        this IServiceCollection services, string name, Func<string, OptionsSection> sectionOf)
        where T : ZeroRpcOptions
        where TValidator : class, IValidateOptions<T>
    {
        var registered = new RegisteredOptions(typeof(T), name);
        if (!services.Any(known => registered.Equals(known.IsKeyedService ? null : known.ImplementationInstance)))
        {
            services.AddSingleton(registered);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<T>, OptionsSetup<T>>(
            provider => new OptionsSetup<T>(provider, sectionOf)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, TValidator>());
        return services.AddOptionsWithValidateOnStart<T>(name);
    }
}
