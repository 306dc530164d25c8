namespace ZeroRpc.Hosting.Tests.Support;

/// <summary>What the cooler does.</summary>
public interface ICooler
{
    /// <summary>Adds "cool" to the thing given.</summary>
    Task<string> AddCool(string thing);
}

/// <summary>A service that needs nothing.</summary>
public sealed class Cooler : ICooler
{
    public Task<string> AddCool(string thing) => Task.FromResult($"{thing}, so cool");
}
