using System.Net.Http.Headers;
using System.Text;
using ZeroRpc.Benchmarks.Subjects;

namespace ZeroRpc.Benchmarks.Gateway;

/// <summary>Calls by POST of JSON, over as many connections as there are callers.</summary>
/// <param name="name">Which gateway.</param>
/// <param name="address">The address of the method.</param>
/// <param name="format">Writes the two numbers as the body.</param>
internal sealed class HttpCaller(string name, Uri address, Func<int, int, string> format) : ICaller
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    public string Name => name;

    public async Task AddAsync(int a, int b)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(format(a, b)));
        content.Headers.ContentType = JsonType;
        using HttpResponseMessage response = await _http.PostAsync(address, content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return default;
    }
}
