using Microsoft.Extensions.FileProviders;

/// <summary>What the web programs have in common.</summary>
internal static class WebServing
{
    /// <summary>A builder of an application that listens at PORT_WWW.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://0.0.0.0:{Settings.Port("PORT_WWW", 8080)}");
        builder.Logging.OnlyProblems();
        return builder;
    }

    /// <summary>Serves the files beside the program.</summary>
    public static void UseAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "assets")),
        RequestPath = "/assets",
    });
}
