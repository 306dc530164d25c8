using StackExchange.Redis;

/// <summary>The queue as a list in Redis, the newest text at its head, as <c>python/queues.py</c> keeps it.</summary>
public sealed class RedisQueue : IQueue
{
    private static readonly RedisKey _key = "queue";

    private readonly string _place;
    private readonly ConnectionMultiplexer _redis;

    private RedisQueue(string place, ConnectionMultiplexer redis) => (_place, _redis) = (place, redis);

    /// <summary>The queue in the Redis that the variable names; null where it names none.</summary>
    /// <exception cref="FormatException">The variable holds something else than a Redis URL.</exception>
    public static async Task<RedisQueue?> FromEnvironmentAsync()
    {
        if (Settings.Optional("DOTCLOUD_DB_REDIS_URL") is not { } url)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
        {
            throw new FormatException("DOTCLOUD_DB_REDIS_URL is no address of a Redis such as redis://127.0.0.1:6379.");
        }

        ConfigurationOptions options = Options(uri);
        return new RedisQueue(string.Join(", ", options.EndPoints), await ConnectionMultiplexer.ConnectAsync(options));
    }

    public Task PushAsync(string text) => ReachedAsync(list => list.ListLeftPushAsync(_key, text));

    public async Task<string?> PopAsync() => await ReachedAsync(list => list.ListRightPopAsync(_key));

    public async Task<string[]> ItemsAsync() => (await ReachedAsync(list => list.ListRangeAsync(_key))).ToStringArray()!;

    /// <summary>A Redis that is away ends neither the start nor the service: calls fail at once until it is there again.</summary>
    private static ConfigurationOptions Options(Uri url)
    {
        string[] user = url.UserInfo.Split(':', 2);
        return new ConfigurationOptions
        {
            EndPoints = { { url.Host, url.IsDefaultPort ? 6379 : url.Port } },
            Ssl = url.Scheme == "rediss",
            User = user is [{ Length: > 0 } name, _] ? Uri.UnescapeDataString(name) : null,
            Password = user is [_, { Length: > 0 } password] ? Uri.UnescapeDataString(password) : null,
            DefaultDatabase = int.TryParse(url.AbsolutePath.Trim('/'), out int number) ? number : 0,
            AbortOnConnectFail = false,
            IncludeDetailInExceptions = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectTimeout = 2000,
            ReconnectRetryPolicy = new LinearRetry(500),
        };
    }

    private async Task<T> ReachedAsync<T>(Func<IDatabase, Task<T>> act)
    {
        try
        {
            return await act(_redis.GetDatabase());
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            throw new QueueAwayException($"Redis at {_place} is away: {error.Message}", error);
        }
    }
}
