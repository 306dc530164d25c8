// A chat with rooms and a live chart of the machine's memory: two Python services, which browsers reach through the gateway.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using ZeroRpc.Gateway;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
await using PythonServices python = await PythonServices.StartAsync();

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
{
    options.Cookie.SameSite = SameSiteMode.Lax;
    options.ExpireTimeSpan = TimeSpan.FromHours(8);
    options.LoginPath = "/sign-in.html";
    options.Events.OnRedirectToLogin = context => Results.Redirect("/sign-in.html").ExecuteAsync(context.HttpContext);
});
builder.Services.AddZeroRpcGateway(options =>
{
    options.AddService("chat", python.ChatEndpoint).AllowSignedIn("*");
    options.AddService("machine", python.MachineEndpoint).AllowSignedIn("*");
    options.ClaimHeaders[ClaimTypes.Name] = "user"; // Who says something is for the gateway to tell, and not for the page.
});

WebApplication app = builder.Build();
app.UseFileServer(new FileServerOptions { EnableDefaultFiles = false });
app.MapGet("/", (ClaimsPrincipal user, IWebHostEnvironment pages) => user.Identity?.IsAuthenticated == true
    ? Results.File(pages.WebRootFileProvider.GetFileInfo("app/index.html").PhysicalPath!, "text/html")
    : Results.Redirect("/sign-in.html"));
app.MapGet("/me", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization();
app.MapPost("/sign-in", SignInOut.SignInAsync);
app.MapPost("/sign-out", SignInOut.SignOutAsync);
app.MapZeroRpc("/rpc");
app.MapZeroRpcConsole("/rpc-console");
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Serving at {app.Urls.First()}"));
await app.RunAsync();
