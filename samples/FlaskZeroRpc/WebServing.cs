using Microsoft.Extensions.FileProviders;

/// <summary>What the web programs have in common.</summary>
internal static class WebServing
{
    /// <summary>Listens at PORT_WWW, and logs what is wrong.</summary>
    public static void ListenAtPort(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls($"http://0.0.0.0:{Settings.Port("PORT_WWW", 8080)}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is told in one line
    }

    /// <summary>Serves the files beside the program.</summary>
    public static void UseAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "assets")),
        RequestPath = "/assets",
    });

    /// <summary>Serves until the process is told to end.</summary>
    /// <exception cref="IOException">The port is in use; the message says so.</exception>
    public static async Task ServeAsync(this WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine($"Serving at {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync();
    }
}
