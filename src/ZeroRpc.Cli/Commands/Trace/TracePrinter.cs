using System.Text.Json;
using Spectre.Console;
using ZeroRpc.Cli.Output;
using ZeroRpc.Diagnostics;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.Commands.Trace;

/// <summary>
/// Prints a line for each event. In a terminal the line is coloured and truncated to the width; otherwise it is complete.
/// </summary>
internal sealed class TracePrinter(ChannelBook channels, bool withHeartbeats)
{
    private static readonly Style _plain = Style.Plain;
    private static readonly Style _quiet = new(foreground: Color.Grey);
    private static readonly Style _call = new(decoration: Decoration.Bold);
    private static readonly Style _good = new(foreground: Color.Green);
    private static readonly Style _bad = new(foreground: Color.Red);
    private static readonly Style _warning = new(foreground: Color.Yellow);

    private readonly IAnsiConsole _console = Terminal.Create();

    /// <summary>Prints an event and the remark of its channel.</summary>
    public void Print(Crossing crossing)
    {
        ChannelWatch? channel = channels.Find(crossing);
        string? note = crossing.Problem is { } problem
            ? $"no event: {problem}"
            : channel is null ? "of no known channel" : channel.Observe(crossing);
        if (withHeartbeats || crossing.Event.Kind != EventKind.Heartbeat)
        {
            string text = crossing.Problem is null
                ? Describe(crossing)
                : Convert.ToHexStringLower(crossing.Frames.Count > 0 ? crossing.Frames[^1] : []);
            Write(Head(crossing.At, crossing.Client, crossing.FromClient ? '→' : '←', channel), text, note, StyleOf(crossing, note));
        }
    }

    /// <summary>Prints newly missing heartbeats.</summary>
    public void PrintMissing(TimeSpan now)
    {
        foreach ((int client, ChannelWatch channel, string what) in channels.Check(now))
        {
            Write(Head(now, client, '!', channel), $"{Escape(channel.Method)}: {what}", null, _warning);
        }
    }

    private static string Head(TimeSpan at, int client, char way, ChannelWatch? channel) =>
        FormattableString.Invariant($"{at.TotalSeconds,9:0.000} #{client} {way} {channel?.Number.ToString() ?? "?",3} ");

    private static string Describe(Crossing crossing)
    {
        string name = Escape(crossing.Event.NameText);
        return crossing.Event.Kind switch
        {
            EventKind.Method => $"{name}({FrameText.Arguments(crossing.Event.Args)})",
            EventKind.Stream or EventKind.StreamDone => $"{name} {FrameText.ForPeople(crossing.Event.Args)}",
            _ => $"{name} {FrameText.Arguments(crossing.Event.Args)}",
        };
    }

    private static Style StyleOf(Crossing crossing, string? note) => crossing.Event.Kind switch
    {
        _ when crossing.Problem is not null || note?.EndsWith("beyond its credit", StringComparison.Ordinal) == true => _bad,
        EventKind.Heartbeat or EventKind.More => _quiet,
        EventKind.Error => _bad,
        EventKind.Ok or EventKind.StreamDone => _good,
        EventKind.Stream => _plain,
        _ => _call,
    };

    /// <summary>
    /// Writes a line with the remark at the end. If the line is too long for the terminal, the text before the remark is truncated.
    /// </summary>
    private void Write(string head, string text, string? note, Style style)
    {
        text = PrintableText.Escape(text);
        string tail = note is null ? "" : $"  ({PrintableText.Escape(note)})";
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(head + text + tail);
            return;
        }

        int room = Math.Max(_console.Profile.Width - head.Length - tail.Length, 10);
        string cut = text.Length <= room ? text : string.Concat(text.AsSpan(0, room - 1), "…");
        var line = new Paragraph().Append(head, _quiet).Append(cut, style)
            .Append(tail + Environment.NewLine, style == _bad ? _bad : _quiet);
        _console.Write(line);
    }

    private static string Escape(string text) =>
        JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
}
