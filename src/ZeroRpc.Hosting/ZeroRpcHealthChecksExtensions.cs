using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZeroRpc;
using ZeroRpc.Hosting;
using ZeroRpc.Hosting.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of servers and remotes.</summary>
public static class ZeroRpcHealthChecksExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds a check that the server of the host is serving. It is healthy from the start of the server until it begins to stop, so it can
    /// be used as a readiness check. The check is named <c>zerorpc-server</c>, or <c>zerorpc-server-name</c> for a named server.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="server">The name of the server. Null for the default server.</param>
    /// <param name="failureStatus">The status to report if the server is not serving. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcServer(
        this IHealthChecksBuilder builder, string? server = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            NameOf("zerorpc-server", server),
            provider => new ServerHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcHostedServer>(server)),
            failureStatus,
            tags));
    }

    /// <summary>
    /// Adds a check that the remote of a client replies to a ping. The check is named <c>zerorpc-remote</c>, or <c>zerorpc-remote-name</c>
    /// for a named client. Its data contain the state of each of the client's connections.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="client">
    /// The name of the client, or <c>nameof(ICooler)</c> for a client of an interface. Null for the default client.
    /// </param>
    /// <param name="limit">How long the reply can take, including the connection. Null for 5 s.</param>
    /// <param name="failureStatus">The status to report if the remote does not reply. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public static IHealthChecksBuilder AddZeroRpcRemote(
        this IHealthChecksBuilder builder,
        string? client = null,
        TimeSpan? limit = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TimeSpan within = limit ?? DefaultLimit;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(within, TimeSpan.Zero, nameof(limit));
        return builder.Add(new HealthCheckRegistration(
            NameOf("zerorpc-remote", client),
            provider => new RemoteHealthCheck(
                provider.GetRequiredKeyedOrNot<ZeroRpcClient>(client), within, provider.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags));
    }

    /// <summary>
    /// Adds a check that a puller of the host is receiving; if it only connects, also that it is connected. The check is named
    /// <c>zerorpc-puller</c>, or <c>zerorpc-puller-name</c>. Its data contain the numbers of events.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="puller">The name of the puller. Null for the default one.</param>
    /// <param name="failureStatus">The status to report if it is not receiving. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcPuller(
        this IHealthChecksBuilder builder, string? puller = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        Add(builder, "zerorpc-puller", puller, failureStatus, tags, provider =>
            new ReceiverHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcHostedPuller>(puller)));

    /// <summary>
    /// Adds a check that a subscriber of the host is receiving; if it only connects, also that it is connected. The check is named
    /// <c>zerorpc-subscriber</c>, or <c>zerorpc-subscriber-name</c>. Its data contain the numbers of events.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="subscriber">The name of the subscriber. Null for the default one.</param>
    /// <param name="failureStatus">The status to report if it is not receiving. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcSubscriber(
        this IHealthChecksBuilder builder, string? subscriber = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        Add(builder, "zerorpc-subscriber", subscriber, failureStatus, tags, provider =>
            new ReceiverHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcHostedSubscriber>(subscriber)));

    /// <summary>
    /// Adds a check that a puller is connected to a pusher of the host. The check is named <c>zerorpc-pusher</c>, or
    /// <c>zerorpc-pusher-name</c>.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="pusher">The name of the pusher. Null for the default one.</param>
    /// <param name="failureStatus">The status to report if no puller is connected. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcPusher(
        this IHealthChecksBuilder builder, string? pusher = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        Add(builder, "zerorpc-pusher", pusher, failureStatus, tags, provider =>
            new SenderHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcPusher>(pusher)));

    /// <summary>
    /// Adds a check that a publisher of the host has a subscriber. The check is named <c>zerorpc-publisher</c>, or
    /// <c>zerorpc-publisher-name</c>.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="publisher">The name of the publisher. Null for the default one.</param>
    /// <param name="failureStatus">The status to report if there is no subscriber. Null for unhealthy.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The health checks builder.</returns>
    public static IHealthChecksBuilder AddZeroRpcPublisher(
        this IHealthChecksBuilder builder, string? publisher = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        Add(builder, "zerorpc-publisher", publisher, failureStatus, tags, provider =>
            new SenderHealthCheck(provider.GetRequiredKeyedOrNot<ZeroRpcPublisher>(publisher)));

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder,
        string kind,
        string? name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        Func<IServiceProvider, IHealthCheck> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(NameOf(kind, name), create, failureStatus, tags));
    }

    private static string NameOf(string kind, string? name) => string.IsNullOrEmpty(name) ? kind : $"{kind}-{name}";

    private static T GetRequiredKeyedOrNot<T>(this IServiceProvider provider, string? name)
        where T : notnull => string.IsNullOrEmpty(name) ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(name);
}
