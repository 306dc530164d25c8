using Microsoft.Extensions.DependencyInjection;

namespace ZeroRpc.Hosting.Options;

/// <summary>States that an interface is registered as a remote.</summary>
/// <param name="Type">The interface.</param>
/// <param name="Client">The name of its client.</param>
internal sealed record RemoteInterface(Type Type, string Client)
{
    /// <summary>Returns the only client of an interface, for injection without a key.</summary>
    /// <exception cref="InvalidOperationException">Several clients have the interface, so that a key must choose among them.</exception>
    public static string OnlyClientOf(Type type, IServiceProvider services)
    {
        string[] clients = [.. services.GetServices<RemoteInterface>().Where(remote => remote.Type == type).Select(remote => remote.Client)];
        return clients.Length == 1
            ? clients[0]
            : throw new InvalidOperationException(
                $"{type} is registered for the clients {string.Join(", ", clients.Select(name => $"'{name}'"))}: " +
                $"inject it with a key, as in [FromKeyedServices(\"{clients[0]}\")] {type.Name}.");
    }
}
