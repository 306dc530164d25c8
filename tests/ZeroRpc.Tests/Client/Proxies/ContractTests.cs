using ZeroRpc.Client.Proxies;

namespace ZeroRpc.Tests.Client.Proxies;

/// <summary>Which interfaces a proxy can be made for; what is in the way of others is named, and what to change.</summary>
public sealed class ContractTests
{
    [Theory]
    [InlineData(typeof(IProperty), "IProperty.Temperature is a property: make it a method.")]
    [InlineData(typeof(IIndexer), "IIndexer.Item is a property: make it a method.")]
    [InlineData(typeof(IEvent), "IEvent.Melted is an event: make it a method that returns IAsyncEnumerable<T>.")]
    [InlineData(typeof(IGenericMethod), "IGenericMethod.Get is generic, and its type arguments are not sent: declare a method for each")]
    [InlineData(typeof(IRef), "IRef.Swap takes 'value' by reference, or as a span or pointer: take values, and bytes as byte[].")]
    [InlineData(typeof(IOut), "IOut.TryGet takes 'value' by reference")]
    [InlineData(typeof(IIn), "IIn.Take takes 'value' by reference")]
    [InlineData(typeof(ISpan), "ISpan.Send takes 'bytes' by reference, or as a span or pointer")]
    [InlineData(typeof(IParamsSpan), "IParamsSpan.Sum takes 'numbers' by reference, or as a span or pointer")]
    [InlineData(typeof(IRefReturn), "IRefReturn.At returns a reference, a span or a pointer: return a value, and bytes as byte[].")]
    [InlineData(typeof(ISpanReturn), "ISpanReturn.Bytes returns a reference, a span or a pointer")]
    [InlineData(typeof(IBody), "IBody.AddTwice has a body, which a proxy cannot run: make it an extension method, or remove the body.")]
    [InlineData(typeof(IStaticAbstract), "IStaticAbstract.Make is static: make it an instance method.")]
    [InlineData(typeof(IStreamLater), "IStreamLater.Count returns Task<IAsyncEnumerable<int>>: declare a stream as IAsyncEnumerable<int>")]
    [InlineData(typeof(IOwnTask), "IOwnTask.Run returns OwnTask: return Task or Task<T>.")]
    [InlineData(typeof(ITwoTokens), "ITwoTokens.Run takes more than one CancellationToken or CallOptions: take only one.")]
    [InlineData(typeof(INullableToken), "INullableToken.Run takes 'stop' as a nullable type, which would be sent as an argument")]
    [InlineData(typeof(IHidden), "IHidden.Run is hidden, or has an empty name, by [ZeroRpcMethod]: it cannot be called.")]
    [InlineData(typeof(INameless), "INameless.Run is hidden, or has an empty name, by [ZeroRpcMethod]: it cannot be called.")]
    [InlineData(typeof(IPast), "IPast.Run has [ZeroRpcCall(TimeoutSeconds = -1)], which is not a valid timeout: use a positive number")]
    [InlineData(typeof(INever), "INever.Run has [ZeroRpcCall(TimeoutSeconds = NaN)], which is not a valid timeout")]
    [InlineData(typeof(IAges), "IAges.Run has [ZeroRpcCall(TimeoutSeconds = 1E+300)], which is not a valid timeout")]
    [InlineData(typeof(IBlink), "IBlink.Run has [ZeroRpcCall(TimeoutSeconds = 1E-300)], which is not a valid timeout")]
    [InlineData(typeof(IInherits), "IProperty.Temperature is a property: make it a method.")]
    public void What_is_in_the_way_is_named_and_what_to_change(Type contract, string fault)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Contract.Create(contract, new ZeroRpcProxyOptions()));

        Assert.StartsWith($"{contract.Name} cannot be the contract of a proxy:", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.NewLine + fault, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_in_the_way_is_told_at_once()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Contract.Create(typeof(ITwice), new ZeroRpcProxyOptions()));

        Assert.Equal(3, refused.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void A_class_is_no_contract()
    {
        using var client = new ZeroRpcClient();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => client.CreateProxy<ContractTests>());

        Assert.Equal("ContractTests is not an interface. A proxy needs an interface that declares the remote's methods.", refused.Message);
    }

    [Fact]
    public void A_method_s_attribute_counts_before_the_proxy_s_options()
    {
        var byProxy = new CallOptions { Timeout = TimeSpan.FromSeconds(5), Window = 7 };
        var contract = Contract.Create(typeof(ITimed), new ZeroRpcProxyOptions { CallOptions = byProxy });

        Assert.Equal(
            byProxy with { Timeout = TimeSpan.FromSeconds(2.5), IsIdempotent = true }, DefaultsOf(nameof(ITimed.Short)));
        Assert.Equal(byProxy with { Timeout = Timeout.InfiniteTimeSpan }, DefaultsOf(nameof(ITimed.Long)));
        Assert.Equal(byProxy, DefaultsOf(nameof(ITimed.Plain)));

        CallOptions DefaultsOf(string method) => contract.Find(typeof(ITimed).GetMethod(method)!)!.Defaults;
    }

    private interface ITimed
    {
        [ZeroRpcCall(TimeoutSeconds = 2.5, IsIdempotent = true)]
        Task Short();

        [ZeroRpcCall(TimeoutSeconds = double.PositiveInfinity)]
        Task Long();

        Task Plain();
    }

    private interface IProperty
    {
        int Temperature { get; }
    }

    private interface IIndexer
    {
        int this[int index] { get; set; }
    }

    private interface IEvent
    {
        event EventHandler Melted;
    }

    private interface IGenericMethod
    {
        Task<T> Get<T>();
    }

    private interface IRef
    {
        void Swap(ref int value);
    }

    private interface IOut
    {
        bool TryGet(out int value);
    }

    private interface IIn
    {
        void Take(in int value);
    }

    private interface ISpan
    {
        void Send(ReadOnlySpan<byte> bytes);
    }

    private interface IParamsSpan
    {
        int Sum(params ReadOnlySpan<int> numbers);
    }

    private interface IRefReturn
    {
        ref int At(int index);
    }

    private interface ISpanReturn
    {
        Span<byte> Bytes();
    }

    private interface IBody
    {
        Task<int> Add(int a, int b);

        Task<int> AddTwice(int a) => Add(a, a);
    }

    private interface IStaticAbstract
    {
        static abstract int Make();
    }

    private interface IStreamLater
    {
        Task<IAsyncEnumerable<int>> Count();
    }

    private sealed class OwnTask() : Task(() => { });

    private interface IOwnTask
    {
        OwnTask Run();
    }

    private interface ITwoTokens
    {
        Task Run(CallOptions options, CancellationToken stop);
    }

    private interface INullableToken
    {
        Task Run(CancellationToken? stop = null);
    }

    private interface IHidden
    {
        [ZeroRpcMethod(IsHidden = true)]
        Task Run();
    }

    private interface INameless
    {
        [ZeroRpcMethod("")]
        Task Run();
    }

    private interface IPast
    {
        [ZeroRpcCall(TimeoutSeconds = -1)]
        Task Run();
    }

    private interface INever
    {
        [ZeroRpcCall(TimeoutSeconds = double.NaN)]
        Task Run();
    }

    private interface IAges
    {
        [ZeroRpcCall(TimeoutSeconds = 1e300)]
        Task Run();
    }

    private interface IBlink
    {
        [ZeroRpcCall(TimeoutSeconds = 1e-300)]
        Task Run();
    }

    private interface IInherits : IProperty;

    private interface ITwice : IProperty, IEvent;
}
