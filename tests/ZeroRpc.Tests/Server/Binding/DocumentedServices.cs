using System.ComponentModel;

namespace ZeroRpc.Tests.Server.Binding;

/// <summary>Services whose documentation comes from the test assembly's XML file.</summary>
public interface IContract
{
    /// <summary>From the contract.</summary>
    int Promised();
}

/// <summary>See <see cref="IContract"/>.</summary>
public class DocumentedBase
{
    /// <summary>From the base.</summary>
    public virtual int Overridden() => 1;
}

/// <summary>Documented methods of all forms.</summary>
public sealed class Documented : DocumentedBase, IContract
{
    /// <summary>
    /// Adds 42 to <paramref name="n"/>, a <see cref="int"/>, by
    ///   <see cref="Generic{TItem}.Take(TItem, List{TItem})"/>;
    /// <see langword="null"/> &lt; <c>code</c>.
    /// <para>Second paragraph.</para>
    /// <list type="bullet"><item>One</item></list>
    /// </summary>
    public int Rich(int n) => n;

    /// <summary>Parameters of all forms.</summary>
    public int Forms(
        int? nullable, int[][] jagged, int[,] square, Dictionary<string, List<int>> generic, (int, string) tuple, Nested.Deep deep,
        Generic<int>.Inner<string> inner, object anything) => 1;

    /// <summary>Second.</summary>
    public int Forms() => 1;

    /// <summary>Not this.</summary>
    [Description("From Description.")]
    public int Described() => 1;

    /// <summary>Not this.</summary>
    [Description("Nor this.")]
    [ZeroRpcMethod(Doc = "From the attribute.")]
    public int Attributed() => 1;

    public int Undocumented() => 1;

    /// <inheritdoc/>
    public int Promised() => 1;

    public override int Overridden() => 2;

    /// <summary>Within a type.</summary>
    public sealed class Nested
    {
        /// <summary>Deeper.</summary>
        public sealed class Deep;

        /// <summary>A method of a nested type.</summary>
        public int Method(Deep deep) => 1;
    }
}

/// <summary>A generic service.</summary>
public class Generic<T>
{
    /// <summary>Takes a T.</summary>
    public int Take(T item, List<T> items) => 1;

    /// <summary>Nested in a generic type.</summary>
    public class Inner<TOther>
    {
        /// <summary>Takes both.</summary>
        public int Both(T item, TOther[] others, Inner<TOther> self) => 1;
    }
}
