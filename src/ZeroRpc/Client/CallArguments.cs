namespace ZeroRpc.Client;

/// <summary>
/// Interprets the <c>params</c> array of a call as its caller intended: an array of a type other than <c>object[]</c> is one argument, a
/// null instead of an array is one nil argument, and a token at the end is the token of the call.
/// </summary>
internal static class CallArguments
{
    /// <summary>
    /// Moves a token at the end of the arguments into the options of the call. A token cannot be sent, so it is never an argument.
    /// </summary>
    /// <returns>
    /// The source of the token in <paramref name="options"/> if both the options and the arguments contain a token that can be cancelled.
    /// The caller must dispose it when the call has ended. Otherwise null.
    /// </returns>
    public static CancellationTokenSource? TakeToken(ref object?[]? args, ref CallOptions options)
    {
        CancellationToken own = options.CancellationToken;
        CancellationTokenSource? both = TakeToken(ref args, ref own);
        if (own != options.CancellationToken)
        {
            options = options with { CancellationToken = own };
        }

        return both;
    }

    /// <inheritdoc cref="TakeToken(ref object?[], ref CallOptions)"/>
    public static CancellationTokenSource? TakeToken(ref object?[]? args, ref CancellationToken own)
    {
        if (args is null || args.Length == 0 || args[^1] is not CancellationToken last)
        {
            return null;
        }

        args = args[..^1];
        if (own.CanBeCanceled && last.CanBeCanceled && own != last)
        {
            var both = CancellationTokenSource.CreateLinkedTokenSource(own, last);
            own = both.Token;
            return both;
        }

        own = last.CanBeCanceled ? last : own;
        return null;
    }

    /// <summary>Returns the arguments to send, after the token has been removed.</summary>
    /// <exception cref="ArgumentException">An argument is a token or options, which configure the call and cannot be sent.</exception>
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
                    $"A {argument.GetType().Name} is among the arguments of '{method}' and cannot be sent. Pass a CancellationToken as the last " +
                    "argument, and options before the arguments, as in InvokeAsync<T>(method, new CallOptions { Timeout = limit }, arguments, token).",
                    nameof(args));
            }
        }

        return args;
    }
}
