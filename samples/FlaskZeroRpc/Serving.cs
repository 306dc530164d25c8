using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZeroRpc;

/// <summary>How all the programs run.</summary>
internal static class Serving
{
    /// <summary>Runs a host until it is told to end. One that cannot start says why in one line.</summary>
    /// <param name="build">Builds it.</param>
    /// <param name="endpoints">Where it serves once it has started.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync<T>(Func<Task<T>> build, Func<T, IEnumerable<string>> endpoints)
        where T : IHost
    {
        try
        {
            using T host = await build();
            await host.StartAsync();
            Console.WriteLine($"Serving at {string.Join(", ", endpoints(host))}");
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (error is FormatException or IOException or ZeroRpcEndpointException)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    /// <summary>Logs what is wrong, and leaves to <see cref="RunAsync"/> what it says itself.</summary>
    public static void OnlyProblems(this ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
}
