using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>Signs in by headers: <c>X-User</c>, and optionally <c>X-Role</c> and <c>X-Expires</c>.</summary>
internal sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "headers";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue("X-User", out Microsoft.Extensions.Primitives.StringValues user))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(ClaimTypes.Name, user.ToString()));
        identity.AddClaims(Request.Headers.GetCommaSeparatedValues("X-Role").Select(role => new Claim(ClaimTypes.Role, role)));
        var properties = new AuthenticationProperties();
        if (Request.Headers.TryGetValue("X-Expires", out Microsoft.Extensions.Primitives.StringValues expires))
        {
            properties.ExpiresUtc = DateTimeOffset.Parse(expires.ToString(), CultureInfo.InvariantCulture);
        }

        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme)));
    }
}
