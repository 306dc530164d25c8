namespace ZeroRpc.Client;

/// <summary>
/// Reads the <c>params</c> of a call as its caller meant them: an array of another type than <c>object[]</c> is one argument, a bare null is one
/// nil, and a token at the end is the call's.
/// </summary>
internal static class CallArguments
{
    /// <summary>Moves a token at the end of the arguments into the options of the call. A token cannot travel, so it is never an argument.</summary>
    /// <returns>
    /// The source of the token in <paramref name="options"/> where both the options and the arguments have a token that can fire: the caller
    /// disposes of it when the call has ended. Otherwise null.
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

    /// <summary>The arguments to send, of a call whose token was taken.</summary>
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
                    $"A {argument.GetType().Name} is among the arguments of '{method}' and cannot be sent. Pass a CancellationToken as the last " +
                    "argument, and options before the arguments, as in InvokeAsync<T>(method, new CallOptions { Timeout = limit }, arguments, token).",
                    nameof(args));
            }
        }

        return args;
    }
}
