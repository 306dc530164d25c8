using ZeroRpc.Server.Binding.Documentation;

namespace ZeroRpc.Tests.Server.Binding;

public class DocumentationTests
{
    private static readonly Bound s_documented = Bound.Service(new Documented(), WithSquares());

    [Theory]
    [InlineData("Rich", "Adds 42 to n, a Int32, by\n  Take;\nnull < code.\n\nSecond paragraph.\n\n- One")]
    [InlineData("Forms", "Parameters of all forms.")]
    [InlineData("Described", "From Description.")]
    [InlineData("Attributed", "From the attribute.")]
    [InlineData("Undocumented", null)]
    [InlineData("Promised", "From the contract.")]
    [InlineData("Overridden", "From the base.")]
    public async Task Help_comes_from_attributes_or_the_XML_file(string method, string? doc) =>
        Assert.Equal(doc, await s_documented.Call("_zerorpc_help", method));

    [Fact]
    public async Task Methods_of_nested_and_generic_types_are_found_in_the_XML_file()
    {
        Assert.Equal("A method of a nested type.", await Bound.Service(new Documented.Nested()).Call("_zerorpc_help", "Method"));
        Assert.Equal("Takes a T.", await Bound.Service(new Generic<int>()).Call("_zerorpc_help", "Take"));
        Assert.Equal("Takes both.", await Bound.Service(new Generic<int>.Inner<string>()).Call("_zerorpc_help", "Both"));
    }

    [Fact]
    public async Task A_delegate_has_the_doc_given_with_it_or_its_methods()
    {
        Assert.Equal("Given.", await Bound.Method(new Documented().Rich, "Given.").Call("_zerorpc_help", "f"));
        Assert.Equal("From Description.", await Bound.Method(new Documented().Described).Call("_zerorpc_help", "f"));
        Assert.Null(await Bound.Method((int n) => n).Call("_zerorpc_help", "f"));
    }

    [Fact]
    public async Task An_assembly_without_XML_file_documents_nothing() => Assert.Null(
        await Bound.Static(typeof(Math)).Call("_zerorpc_help", "Max"));

    [Theory]
    [InlineData("<doc><members><member name='M:A.B'><summary>Said.</summary></member></members></doc>", "Said.")]
    [InlineData("<doc><members><member name='M:A.B'><summary>Said.</summary></member></mem", null)]
    [InlineData("<doc><members><member name='M:A.B'><summary> </summary></member></members></doc>", null)]
    [InlineData("", null)]
    public async Task A_broken_XML_file_documents_nothing(string xml, string? doc)
    {
        string path = TemporaryFolder.NewPath();

        await File.WriteAllTextAsync(path, xml, TestContext.Current.CancellationToken);

        Assert.Equal(doc, new XmlDocFile(path).Find("M:A.B"));
    }

    [Theory]
    [InlineData("One line.", "One line.")]
    [InlineData("  First\n    second\n      third\n\n  ", "First\nsecond\n  third")]
    [InlineData("\n\n    First\r\n\tsecond\n", "First\n    second")]
    [InlineData("kept at the end ", "kept at the end ")]
    public void A_doc_is_cleaned_as_a_Python_docstring(string doc, string cleaned) => Assert.Equal(cleaned, DocText.Clean(doc));

    /// <summary>Arrays of two dimensions have no form of their own.</summary>
    private static ValueOptions WithSquares()
    {
        var values = new ValueOptions();
        values.RegisterExtension<int[,]>(1, _ => [], _ => new int[0, 0]);
        return values;
    }
}
