using System.CommandLine;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Output;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.Commands;

/// <summary><c>profile</c>: stores addresses with their options under names, for <c>--profile</c>.</summary>
internal static class ProfileCommand
{
    public static Command Create() => new("profile", "Store a service's address and options under a name, for --profile.")
    {
        CreateSet(), CreateList(), CreateRemove(),
    };

    private static Command CreateSet()
    {
        var name = new Argument<string>("name") { Description = "The profile's name. A profile of that name is replaced." };
        var address = new Argument<string?>("address") { Description = "The service's address.", Arity = ArgumentArity.ZeroOrOne };
        var connection = new ConnectionOptions();
        var command = new Command("set", "Store a profile.") { name, address };
        Array.ForEach<Option>(
            [connection.Timeout, connection.ConnectTimeout, connection.Heartbeat, connection.ActiveHeartbeat, connection.Header],
            command.Options.Add);
        command.SetAction(parsed =>
        {
            Profile profile = Read(parsed, connection, parsed.GetValue(address));
            if (profile == new Profile())
            {
                throw CommandFailure.Usage("a profile needs an address or options to store.");
            }

            SortedDictionary<string, Profile> profiles = ProfileFile.OfUser.Read();
            profiles[parsed.GetRequiredValue(name)] = profile;
            ProfileFile.OfUser.Write(profiles);
            return ExitCode.Done;
        });
        return command;
    }

    private static Profile Read(ParseResult parsed, ConnectionOptions connection, string? address)
    {
        Dictionary<string, string> headers = connection.Header.Read(parsed, ofProfile: null);
        return new Profile
        {
            Address = address is null ? null : Checked(address),
            Headers = headers.Count == 0 ? null : headers,
            Timeout = connection.Timeout.ReadText(parsed),
            ConnectTimeout = connection.ConnectTimeout.ReadText(parsed),
            Heartbeat = connection.Heartbeat.ReadText(parsed),
            ActiveHeartbeat = parsed.GetValue(connection.ActiveHeartbeat),
        };
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the profiles. The values of header entries are not shown.");
        command.SetAction(_ =>
        {
            foreach ((string name, Profile profile) in ProfileFile.OfUser.Read())
            {
                Console.WriteLine($"{name}: {ProfileText.Of(profile)}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRemove()
    {
        var name = new Argument<string>("name") { Description = "The profile's name." };
        var command = new Command("remove", "Remove a profile.") { name };
        command.SetAction(parsed =>
        {
            ProfileFile.OfUser.Find(parsed.GetRequiredValue(name));
            SortedDictionary<string, Profile> profiles = ProfileFile.OfUser.Read();
            profiles.Remove(parsed.GetRequiredValue(name));
            ProfileFile.OfUser.Write(profiles);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Checked(string address) =>
        ConnectionOptions.IsAddress(address) ? ConnectionOptions.Reachable(address) : throw new CommandFailure(
            ExitCode.Endpoint, $"'{address}' is no address: it has no ://.");
}
