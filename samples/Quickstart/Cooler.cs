using ZeroRpc;

/// <summary>Makes things cooler.</summary>
public sealed class Cooler
{
    /// <summary>Adds "cool" to the thing given.</summary>
    public string AddCool(string thing) => $"{thing}, so cool";

    /// <summary>Counts from 0 to one less than <paramref name="count"/>.</summary>
    public async IAsyncEnumerable<int> Count(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Fails, whatever is given.</summary>
    [ZeroRpcMethod("melt")]
    public void Melt(string why = "too hot") => throw new InvalidOperationException(why);
}
