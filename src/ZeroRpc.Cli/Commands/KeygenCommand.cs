using System.CommandLine;
using ZeroRpc.Cli.Failures;

namespace ZeroRpc.Cli.Commands;

/// <summary><c>keygen</c>: makes a key pair for CURVE, in files that pyzmq reads too.</summary>
internal static class KeygenCommand
{
    private const string PublicEnding = ".key";
    private const string SecretEnding = ".key_secret";

    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = $"The name of the files: FILE{SecretEnding} gets the secret key and may be read by this user alone, FILE{PublicEnding} the " +
                "public one. Without it both keys are printed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("keygen", "Make a key pair for encrypted connections.") { file };
        command.SetAction(parsed => Run(parsed.GetValue(file)));
        return command;
    }

    private static int Run(string? file)
    {
        using CurveKeyPair keys = Generate();
        if (file is null)
        {
            Console.WriteLine($"public-key = \"{keys.PublicKey}\"");
            Console.WriteLine($"secret-key = \"{keys.ExportSecretKey()}\"");
            return ExitCode.Done;
        }

        string name = WithoutEnding(file);
        if (Array.Find([name + SecretEnding, name + PublicEnding], File.Exists) is { } existing)
        {
            throw CommandFailure.Usage($"'{existing}' is there already: delete it, or take another name. Whoever has its key needs a new one then.");
        }

        keys.Save(name + SecretEnding);
        keys.PublicKey.Save(name + PublicEnding);
        Console.WriteLine(keys.PublicKey);
        Console.Error.WriteLine($"the secret key is in \"{name + SecretEnding}\", the public one in \"{name + PublicEnding}\"");
        return ExitCode.Done;
    }

    /// <summary>Generates a pair whose public key can be an argument: a key that begins with a dash looks like an option.</summary>
    private static CurveKeyPair Generate()
    {
        var keys = CurveKeyPair.Generate();
        while (keys.PublicKey.ToString().StartsWith('-'))
        {
            keys.Dispose();
            keys = CurveKeyPair.Generate();
        }

        return keys;
    }

    private static string WithoutEnding(string file) =>
        file.EndsWith(SecretEnding, StringComparison.Ordinal) ? file[..^SecretEnding.Length]
        : file.EndsWith(PublicEnding, StringComparison.Ordinal) ? file[..^PublicEnding.Length]
        : file;
}
