using System.Reflection;

namespace ZeroRpc.Tests.Client;

public sealed class CallOptionsTests
{
    public static TheoryData<string> Options =>
        [.. typeof(CallOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_left_open_is_as_the_defaults_have_it(string option)
    {
        PropertyInfo property = typeof(CallOptions).GetProperty(option)!;
        object defaults = default(CallOptions);
        property.SetValue(defaults, Something(property.PropertyType));

        CallOptions merged = default(CallOptions).Over((CallOptions)defaults);

        Assert.Equal((CallOptions)defaults, merged);
        Assert.NotEqual(default, merged);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_that_is_given_counts_above_the_defaults(string option)
    {
        PropertyInfo property = typeof(CallOptions).GetProperty(option)!;
        object given = default(CallOptions);
        property.SetValue(given, Something(property.PropertyType));
        var defaults = new CallOptions
        {
            CancellationToken = new CancellationTokenSource().Token,
            Timeout = TimeSpan.FromHours(1),
            ConnectTimeout = TimeSpan.FromHours(1),
            Window = 1000,
            Headers = new Dictionary<string, object?>(),
        };

        CallOptions merged = ((CallOptions)given).Over(defaults);

        Assert.Equal(property.GetValue(given), property.GetValue(merged));
    }

    private static object Something(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var flag when flag == typeof(bool) => true,
        var number when number == typeof(int) => 7,
        var time when time == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
        var token when token == typeof(CancellationToken) => new CancellationTokenSource().Token,
        var headers when headers == typeof(IReadOnlyDictionary<string, object?>) => new Dictionary<string, object?> { ["zone"] = 7 },
        _ => throw new NotSupportedException($"A new kind of option: {type}"),
    };
}
