using System.Net;
using System.Text.Json;

namespace ZeroRpc.Gateway.Tests.Support;

/// <summary>The problem details of a response.</summary>
internal sealed record Problem(HttpStatusCode Status, string Name, string Detail, bool IsRemote, string? Traceback)
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage response)
    {
        string content = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{response.StatusCode} {content}");
        using JsonDocument json = JsonDocument.Parse(content);
        JsonElement root = json.RootElement;
        Assert.Equal((int)response.StatusCode, root.GetProperty("status").GetInt32());
        return new Problem(
            response.StatusCode,
            root.GetProperty("name").GetString()!,
            root.GetProperty("detail").GetString()!,
            root.GetProperty("remote").GetBoolean(),
            root.TryGetProperty("traceback", out JsonElement traceback) ? traceback.GetString() : null);
    }
}
