namespace ZeroRpc.Tests.Server.Binding;

/// <summary>The constructors take any object, so that a wrong argument compiles: it is refused with a sentence that says what was meant.</summary>
public sealed class ServiceFaultTests
{
    [Fact]
    public void An_endpoint_is_no_service() => Assert.StartsWith(
        "\"tcp://127.0.0.1:4242\" is an endpoint, not a service. Pass the object whose methods are to be exposed, then call " +
        "Bind(\"tcp://127.0.0.1:4242\").",
        Refused(() => new ZeroRpcServer("tcp://127.0.0.1:4242")),
        StringComparison.Ordinal);

    [Fact]
    public void Options_of_another_class_are_no_service() => Assert.StartsWith(
        "A ZeroRpcSubscriberOptions is not a service, and not the options of this class.",
        Refused(() => new ZeroRpcPuller(new ZeroRpcSubscriberOptions())),
        StringComparison.Ordinal);

    [Fact]
    public void Client_options_are_no_service_of_a_server() => Refused(() => new ZeroRpcServer(new ZeroRpcClientOptions()));

    [Fact]
    public void A_type_is_no_service() => Assert.Contains("AddStatic", Refused(() => new ZeroRpcServer(typeof(Math))), StringComparison.Ordinal);

    [Theory]
    [InlineData("cooler")]
    [InlineData(4242)]
    [InlineData(4.2)]
    [InlineData(DayOfWeek.Monday)]
    public void A_value_is_no_service(object value) => Refused(() => new ZeroRpcServer(value));

    [Fact]
    public void A_delegate_is_no_service() => Refused(() => new ZeroRpcServer((Action)(() => { })));

    [Fact]
    public void A_type_without_methods_is_no_service() => Assert.Contains(
        "has no method to expose", Refused(() => new ZeroRpcServer(new object())), StringComparison.Ordinal);

    [Fact]
    public void A_type_without_static_methods_is_no_static_service() =>
        Refused(() => new ZeroRpcServer().AddStatic(typeof(ServiceFaultTests)));

    private static string Refused(Func<object> expose) => Assert.Throws<ArgumentException>(expose).Message;
}
