namespace ZeroRpc.Benchmarks.Subjects;

/// <summary>A client and its server in this process, with a method that adds two ints.</summary>
internal interface ICaller : IAsyncDisposable
{
    /// <summary>Which library, over what.</summary>
    string Name { get; }

    /// <summary>Calls the method.</summary>
    Task AddAsync(int a, int b);
}
