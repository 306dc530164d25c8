using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Hosting.Options;

/// <summary>Registers the setup and the validation of options, once for all names.</summary>
internal static class OptionsRegistration
{
    /// <summary>Registers both unless they are already registered.</summary>
    public static void AddSetup<T, TValidator>(this IServiceCollection services, Func<string, OptionsSection> sectionOf)
        where T : ZeroRpcOptions
        where TValidator : class, IValidateOptions<T>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<T>, OptionsSetup<T>>(
            provider => new OptionsSetup<T>(provider, sectionOf)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, TValidator>());
    }
}
