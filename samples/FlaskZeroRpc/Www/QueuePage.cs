using System.Text.Encodings.Web;

/// <summary>The page that lists the queue. What comes from others is written as text, never as HTML.</summary>
internal static class QueuePage
{
    /// <summary>The texts in the queue, the newest first.</summary>
    public static IResult Listing(IReadOnlyList<string> texts) => Page(StatusCodes.Status200OK, texts switch
    {
        [] => "<p>Nothing is waiting.</p>",
        _ => $"""
            <p>{texts.Count} waiting, the newest first.</p>
            <ol>
            {string.Join('\n', texts.Select(text => $"<li><code>{HtmlEncoder.Default.Encode(text)}</code></li>"))}
            </ol>
            """,
    });

    /// <summary>Why there is no list.</summary>
    public static IResult Away(string reason) =>
        Page(StatusCodes.Status503ServiceUnavailable, $"""<p role="alert">{HtmlEncoder.Default.Encode(reason)}</p>""");

    private static IResult Page(int status, string content) => Results.Content($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Queue</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/assets/style.css">
        </head>
        <body>
        <main>
        <h1>Queue</h1>
        {content}
        </main>
        </body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);
}
