using System.CommandLine;
using Microsoft.Extensions.Logging;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Commands.Trace;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>trace</c>: shows the messages between clients and a server, and records and replays transcripts.</summary>
internal static class TraceCommand
{
    private static readonly Option<string?> _listen = new("--listen")
    {
        Description = "Where clients connect instead of to the server, such as tcp://127.0.0.1:5555; port 0 takes a free one.",
        HelpName = "address",
    };

    private static readonly Option<string?> _forward = new("--forward") { Description = "Where the server is.", HelpName = "address" };
    private static readonly Option<string?> _record = new("--record")
    {
        Description = "Write all that crosses to a transcript.",
        HelpName = "file",
    };
    private static readonly Option<string?> _replay = new("--replay")
    {
        Description = "Play a transcript: with --forward its clients, comparing what the server answers; with --listen its server.",
        HelpName = "file",
    };

    private static readonly Option<bool> _hideHeartbeats = new("--no-heartbeats")
    {
        Description = "Show heartbeats only where they are missing.",
    };
    private static readonly MessageOptions _messages = new();
    private static readonly SecondsOption _interval = new(
        "--heartbeat", 5, "The interval at which heartbeats are expected; off never misses any. Default: 5.");

    public static Command Create()
    {
        var command = new Command("trace", "Stand between clients and a server, and show each event that crosses.")
        {
            _listen, _forward, _record, _replay, _interval, _hideHeartbeats,
        };
        _messages.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        using TranscriptFile? record = parsed.GetValue(_record) is { } path ? new TranscriptFile(path) : null;
        var channels = new ChannelBook(_interval.Read(parsed) ?? TimeSpan.FromDays(365));
        Notices notices = _messages.Notices(parsed);
        ILogger logger = _messages.Log(parsed).CreateLogger("ZeroRpc.Trace");
        var printer = new TracePrinter(channels, withHeartbeats: !parsed.GetValue(_hideHeartbeats));
        void OnCrossing(Crossing crossing)
        {
            record?.Write(crossing);
            printer.Print(crossing);
        }

        switch (parsed.GetValue(_replay), parsed.GetValue(_listen), parsed.GetValue(_forward))
        {
            case (null, { } listen, { } forward):
                await using (var relay = new FrameRelay(listen, forward, OnCrossing, logger))
                {
                    notices.Write($"listening on {relay.Endpoint}, forwarding to {forward}");
                    relay.Run(printer.PrintMissing, stop);
                }

                return ExitCode.Done;
            case ({ } transcript, null, { } forward):
                IReadOnlyList<Crossing> calls = await Transcript.ReadAsync(transcript, stop);
                await using (var clients = new ReplayClient(calls, forward, OnCrossing, logger))
                {
                    return clients.Run(printer.PrintMissing, stop);
                }

            case ({ } transcript, { } listen, null):
                IReadOnlyList<Crossing> answers = await Transcript.ReadAsync(transcript, stop);
                await using (var server = new ReplayServer(answers, listen, OnCrossing, logger))
                {
                    notices.Write($"replaying {transcript} on {server.Endpoint}");
                    server.Run(printer.PrintMissing, stop);
                }

                return ExitCode.Done;
            case (null, _, _):
                throw CommandFailure.Usage("give both --listen (where clients connect) and --forward (where the server is).");
            default:
                throw CommandFailure.Usage(
                    "with --replay give --forward to play the transcript's clients, or --listen to play its server; not both.");
        }
    }
}
