using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using ZeroRpc.Gateway;

/// <summary>A sign-in by any name and one password, which stands for that of an application.</summary>
internal static partial class SignInOut
{
    /// <summary>Signs in who has the password.</summary>
    public static async Task<IResult> SignInAsync(HttpContext context, IConfiguration configuration)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string name = form["name"].ToString().Trim();
        if (!UserName().IsMatch(name) || !IsPassword(form["password"].ToString(), configuration["Password"] ?? "cool"))
        {
            return Results.Redirect("/sign-in.html?refused");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return Results.Redirect("/");
    }

    /// <summary>Signs out, and closes the WebSockets of the user.</summary>
    public static async Task<IResult> SignOutAsync(HttpContext context, ZeroRpcGatewayConnections connections)
    {
        string? name = context.User.Identity?.Name;
        await context.SignOutAsync();
        await connections.CloseAsync(user => user.Identity?.Name == name);
        return Results.Redirect("/sign-in.html");
    }

    private static bool IsPassword(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} ._\-]{0,19}$")]
    private static partial Regex UserName();
}
