using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using ZeroRpc.Diagnostics;

namespace ZeroRpc.Client.Retries;

/// <summary>
/// The step of the client pipeline that repeats failed calls (docs/retries.md). Polly counts the attempts and waits between them; this
/// class decides which failures may be retried and keeps the budget.
/// </summary>
internal sealed class RetryStep
{
    private static readonly ResiliencePropertyKey<ZeroRpcRequest> Request = new("ZeroRpc.Request");

    private readonly ZeroRpcRetryOptions _options;
    private readonly RetryBudget _budget;
    private readonly ResiliencePipeline<ZeroRpcReply> _polly;
    private readonly ILogger _logger;

    public RetryStep(ZeroRpcRetryOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _budget = new RetryBudget(options.BudgetPerCall, options.MaxBudget);
        var retries = new RetryStrategyOptions<ZeroRpcReply>
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.Delay,
            MaxDelay = options.MaxDelay,
            ShouldHandle = failed => ValueTask.FromResult(ShouldRetry(failed)),
            OnRetry = Log,
        };
        _polly = new ResiliencePipelineBuilder<ZeroRpcReply> { TimeProvider = time }.AddRetry(retries).Build();
    }

    /// <summary>Makes a call, with retries if necessary. Each attempt starts with the options that the call had originally.</summary>
    public async ValueTask<ZeroRpcReply> CallAsync(ZeroRpcRequest request, Func<ValueTask<ZeroRpcReply>> next)
    {
        _budget.AddCall();
        CallOptions given = request.Options;
        ResilienceContext context = ResilienceContextPool.Shared.Get(given.CancellationToken);
        context.Properties.Set(Request, request);
        try
        {
            return await _polly.ExecuteAsync(AttemptAsync, context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        ValueTask<ZeroRpcReply> AttemptAsync(ResilienceContext _)
        {
            request.Options = given;
            return next();
        }
    }

    private bool ShouldRetry(in RetryPredicateArguments<ZeroRpcReply> failed) =>
        failed.Outcome.Exception is { } error &&
        failed.AttemptNumber < _options.MaxAttempts - 1 &&
        IsSafe(failed.Context.Properties.GetValue(Request, null!), error) &&
        _budget.TryUse();

    private bool IsSafe(ZeroRpcRequest request, Exception error) => error switch
    {
        NotConnectedException or HandshakeException or CallTimeoutException { WasSent: false } => true,
        _ when !request.Options.IsIdempotent => false,
        LostRemoteException or CallTimeoutException => true,
        _ => _options.ShouldRetry?.Invoke(error) ?? false,
    };

    private ValueTask Log(OnRetryArguments<ZeroRpcReply> retry)
    {
        string method = retry.Context.Properties.GetValue(Request, null!).Method;
        _logger.Retrying(method, retry.AttemptNumber + 2, retry.RetryDelay, retry.Outcome.Exception!);
        return default;
    }
}
