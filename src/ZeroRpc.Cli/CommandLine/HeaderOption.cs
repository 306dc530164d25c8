using System.CommandLine;
using ZeroRpc.Cli.Failures;
using ZeroRpc.Events;

namespace ZeroRpc.Cli.CommandLine;

/// <summary><c>-H name:value</c>: an entry for the header of each request or event, as HTTP clients take header fields.</summary>
internal sealed class HeaderOption : Option<string[]>
{
    private const char Separator = ':';

    /// <summary>Creates the option.</summary>
    public HeaderOption()
        : base("--header", "-H")
    {
        Description = "Add an entry to the header of each call, such as a token that the server asks for. Can be repeated.";
        HelpName = "name:value";
    }

    /// <summary>The given entries, over those of the profile.</summary>
    /// <exception cref="CommandFailure">An entry has no name, or has a name that the protocol uses.</exception>
    public Dictionary<string, string> Read(ParseResult parsed, IReadOnlyDictionary<string, string>? ofProfile)
    {
        Dictionary<string, string> entries = ofProfile is null ? [] : new(ofProfile);
        foreach (string given in parsed.GetValue(this) ?? [])
        {
            (string name, string value) = Split(given);
            entries[name] = value;
        }

        return entries;
    }

    /// <summary>Splits <c>name:value</c>. Spaces around both do not count.</summary>
    /// <exception cref="CommandFailure">There is no name, or the protocol uses the name.</exception>
    public static (string Name, string Value) Split(string entry)
    {
        int separator = entry.IndexOf(Separator, StringComparison.Ordinal);
        string name = separator < 0 ? "" : entry[..separator].Trim();
        if (name.Length == 0)
        {
            throw CommandFailure.Usage($"'{entry}' is not a header entry: write name:value.");
        }

        return HeaderEntries.IsOwn(name)
            ? throw CommandFailure.Usage($"the header entry '{name}' belongs to the protocol and cannot be set.")
            : (name, entry[(separator + 1)..].Trim());
    }
}
