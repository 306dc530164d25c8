using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroRpc.Cli.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Profiles;

/// <summary>
/// The profiles of this user, as JSON in the user's configuration folder. The file may hold tokens, so only the user can read it.
/// </summary>
/// <param name="path">The file. It need not exist.</param>
internal sealed class ProfileFile(string path)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The file of this user: <c>zerorpc-cs/profiles.json</c> in the configuration folder.</summary>
    public static ProfileFile OfUser { get; } = new(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "zerorpc-cs",
        "profiles.json"));

    /// <summary>All profiles by name, in alphabetical order.</summary>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public SortedDictionary<string, Profile> Read()
    {
        var profiles = new SortedDictionary<string, Profile>(StringComparer.Ordinal);
        try
        {
            Dictionary<string, Profile> stored = File.Exists(path)
                ? JsonSerializer.Deserialize<Dictionary<string, Profile>>(File.ReadAllText(path), _json) ?? []
                : [];
            foreach ((string name, Profile profile) in stored)
            {
                profiles.Add(name, profile);
            }

            return profiles;
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"the profiles in '{path}' cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>The profile of a name.</summary>
    /// <exception cref="CommandFailure">There is no such profile, or the file cannot be read.</exception>
    public Profile Find(string name)
    {
        SortedDictionary<string, Profile> profiles = Read();
        return profiles.TryGetValue(name, out Profile? profile) ? profile : throw CommandFailure.Usage(
            $"there is no profile '{name}'.{Suggestion.For(name, profiles.Keys)} zerorpc-cs profile list shows all, profile set makes one.");
    }

    /// <summary>Stores all profiles. The new file takes the old one's place in one step: no reader sees half a file.</summary>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public void Write(IReadOnlyDictionary<string, Profile> profiles)
    {
        string draft = $"{path}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = Create(draft))
            {
                JsonSerializer.Serialize(file, profiles, _json);
                file.Write("\n"u8);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"the profiles cannot be written to '{path}': {wrong.Message}", wrong);
        }
    }

    private static FileStream Create(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(draft, options);
    }
}
