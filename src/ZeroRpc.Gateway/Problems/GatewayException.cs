namespace ZeroRpc.Gateway.Problems;

/// <summary>The gateway refuses a request or a call.</summary>
internal sealed class GatewayException(GatewayProblem problem, Exception? innerException = null) : Exception(problem.Detail, innerException)
{
    /// <summary>Creates the exception for a problem.</summary>
    public GatewayException(int status, string name, string detail)
        : this(new GatewayProblem(status, name, detail))
    {
    }

    /// <summary>The reason.</summary>
    public GatewayProblem Problem { get; } = problem;
}
