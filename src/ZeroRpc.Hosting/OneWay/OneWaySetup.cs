using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZeroRpc.Hosting.Options;

namespace ZeroRpc.Hosting.OneWay;

/// <summary>Opens the endpoints of pushers, pullers, publishers and subscribers in a host.</summary>
internal static class OneWaySetup
{
    /// <summary>Binds and connects all endpoints. Returns the bound endpoints with the real ports.</summary>
    public static string[] Open(ZeroRpcOneWay socket, IHostedOneWayOptions options)
    {
        string[] bound = [.. options.Bind.Select(socket.Bind)];
        socket.Connect([.. options.Connect]);
        return bound;
    }

    /// <summary>Returns the exception that keeps the host from starting.</summary>
    public static Exception CannotStart(string label, Exception error)
    {
        string message = $"{label} cannot start: {error.Message}";
        return error is ZeroRpcEndpointException endpoint
            ? new ZeroRpcEndpointException(message, error) { Endpoint = endpoint.Endpoint }
            : new InvalidOperationException(message, error);
    }

    /// <summary>Creates a pusher or publisher and opens its endpoints.</summary>
    public static TSocket Create<TSocket, TOptions>(IServiceProvider provider, string name, Func<TOptions, TSocket> create)
        where TSocket : ZeroRpcOneWay
        where TOptions : ZeroRpcOneWayOptions, IHostedOneWayOptions
    {
        TOptions options = provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);
        TSocket socket = create(options);
        try
        {
            Open(socket, options);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw CannotStart(IHostedOneWayOptions.SectionOf<TOptions>(name).Label, e);
        }
    }
}
