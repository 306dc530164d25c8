using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Cli.Profiles;

namespace ZeroRpc.Cli.Commands.Completion;

/// <summary>The service that an unfinished line names, by an address, a profile or the environment.</summary>
/// <param name="Address">Where the service is.</param>
/// <param name="Header">Entries for the header, from <c>-H</c> and the profile.</param>
internal sealed record NamedService(string Address, IReadOnlyDictionary<string, string> Header)
{
    /// <summary>Finds the service; null where the line names none.</summary>
    /// <param name="words">The words of the line.</param>
    public static NamedService? Find(string[] words)
    {
        try
        {
            Profile profile = ValuesOf(words, ProfileOption.Spelling).FirstOrDefault() is { } name ? ProfileFile.OfUser.Find(name) : new Profile();
            string? address = words.FirstOrDefault(ConnectionOptions.IsAddress)
                ?? profile.Address
                ?? Environment.GetEnvironmentVariable(ConnectionOptions.EndpointVariable);
            Dictionary<string, string> header = new(profile.Headers ?? new Dictionary<string, string>());
            foreach ((string key, string value) in ValuesOf(words, "-H", "--header").Select(HeaderOption.Split))
            {
                header[key] = value;
            }

            return address is { Length: > 0 } ? new NamedService(address, header) : null;
        }
        catch (CommandFailure)
        {
            return null;
        }
    }

    private static IEnumerable<string> ValuesOf(string[] words, params string[] names) =>
        words.Zip(words.Skip(1)).Where(pair => names.Contains(pair.First)).Select(pair => pair.Second);
}
