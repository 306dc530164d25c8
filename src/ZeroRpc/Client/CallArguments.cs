namespace ZeroRpc.Client;

/// <summary>
/// What C# made of a call's <c>params</c>, made into what the caller meant: an array of another type than <c>object[]</c> is one argument, not
/// several; a bare null is one nil.
/// </summary>
internal static class CallArguments
{
    /// <summary>The arguments to send.</summary>
    /// <exception cref="ArgumentException">There is a token or an option among them, which was meant for the call and not for the wire.</exception>
    public static object?[] Of(string method, object?[]? args)
    {
        if (args is null)
        {
            return [null];
        }

        if (args.GetType() != typeof(object[]))
        {
            return [args];
        }

        foreach (object? argument in args)
        {
            if (argument is CancellationToken or CallOptions or PushOptions or PublishOptions)
            {
                throw new ArgumentException(
                    $"A {argument.GetType().Name} stands among the arguments of '{method}' and would be sent: give it before the arguments, as in " +
                    "InvokeAsync<T>(method, new CallOptions { CancellationToken = token }, arguments).",
                    nameof(args));
            }
        }

        return args;
    }
}
