using System.CommandLine;
using System.Text.Json;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Hosting;

namespace ZeroRpc.Cli.Commands;

/// <summary>The command <c>serve</c>: serves an existing .NET type.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var service = new Argument<string[]>("service")
        {
            Description = "A type of .NET, such as System.Math; or the path of an assembly, and then a type in it. " +
                "It is static, or has a public constructor without parameters.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var bind = new Option<string[]>("--bind")
        {
            Description = "An endpoint to listen on, such as tcp://*:1234; port 0 takes a free one. May be repeated.",
            HelpName = "address",
        };
        var connect = new Option<string[]>("--connect")
        {
            Description = "Beside --bind, the endpoint of a client that listens. May be repeated. " +
                "Without --bind, write --server instead of serve.",
            HelpName = "address",
        };
        var heartbeat = new SecondsOption(
            "--heartbeat", 5, "The heartbeat's interval, which should be the clients'; off for none. Default: 5.")
        {
            ZeroIsOff = true,
        };
        var poolSize = new CountOption("--pool-size", "How many calls may run at once. Default: no bound.");
        var name = new Option<string?>("--name") { Description = "The service's name. Default: the type's." };
        var snakeCase = new Option<bool>("--snake-case") { Description = "Expose AddOne as add_one." };
        var curve = new CurveOptions();
        var messages = new MessageOptions();
        var command = new Command("serve", "Serve a .NET type until Ctrl-C or SIGTERM; running calls may then finish.")
        {
            service, bind, connect, heartbeat, poolSize, name, snakeCase,
        };
        curve.AddTo(command);
        messages.AddTo(command);
        command.SetAction((parsed, stop) => ServiceHost.RunAsync(
            new HostSettings(
                parsed.GetValue(service) ?? [],
                parsed.GetValue(bind) ?? [],
                parsed.GetValue(connect) ?? [],
                curve.Apply(parsed, new ZeroRpcServerOptions
                {
                    Heartbeat = heartbeat.Read(parsed),
                    MaxConcurrentCalls = parsed.GetValue(poolSize),
                    Name = parsed.GetValue(name),
                    MethodNaming = parsed.GetValue(snakeCase) ? JsonNamingPolicy.SnakeCaseLower : null,
                    LoggerFactory = messages.Log(parsed),
                }),
                messages.Notices(parsed)),
            stop));
        return command;
    }
}
