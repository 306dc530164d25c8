using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace ZeroRpc.Gateway.Http;

/// <summary>The forms of a response.</summary>
internal enum ReplyFormat
{
    /// <summary>A value as JSON; the items of a stream as lines of JSON.</summary>
    Json,

    /// <summary>Lines of JSON, also for a single value.</summary>
    JsonLines,

    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>Msgpack.</summary>
    Msgpack,
}

/// <summary>Chooses the form of a response by the Accept header, and names media types.</summary>
internal static class ReplyFormats
{
    public const string Json = "application/json";
    public const string JsonLines = "application/x-ndjson";
    public const string Events = "text/event-stream";
    public const string Msgpack = "application/msgpack";

    private static readonly (MediaTypeHeaderValue Type, ReplyFormat Format)[] Known =
    [
        (new(Json), ReplyFormat.Json), (new(JsonLines), ReplyFormat.JsonLines), (new(Events), ReplyFormat.Events),
        (new(Msgpack), ReplyFormat.Msgpack), (new("application/vnd.msgpack"), ReplyFormat.Msgpack),
        (new("application/x-msgpack"), ReplyFormat.Msgpack),
    ];

    /// <summary>Returns the form that the client likes best. Null if it accepts none that the gateway has.</summary>
    public static ReplyFormat? Choose(HttpRequest request)
    {
        IList<MediaTypeHeaderValue> accepted = new RequestHeaders(request.Headers).Accept;
        if (accepted.Count == 0)
        {
            return ReplyFormat.Json;
        }

        foreach (MediaTypeHeaderValue type in accepted.Where(each => each.Quality != 0).OrderByDescending(each => each.Quality ?? 1))
        {
            MediaTypeHeaderValue plain = new(type.MediaType); // Without parameters, which none of ours has.
            foreach ((MediaTypeHeaderValue known, ReplyFormat format) in Known)
            {
                if (known.IsSubsetOf(plain))
                {
                    return format;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a media type is msgpack, under any of its names.</summary>
    public static bool IsMsgpack(MediaTypeHeaderValue type) => Array.Exists(
        Known, known => known.Format == ReplyFormat.Msgpack && type.MediaType.Equals(known.Type.MediaType, StringComparison.OrdinalIgnoreCase));
}
