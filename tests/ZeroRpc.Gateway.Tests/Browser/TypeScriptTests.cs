using System.Diagnostics;
using ZeroRpc.Gateway.Tests.Support;
using ZeroRpc.InteropTests.Harness;

namespace ZeroRpc.Gateway.Tests.Browser;

/// <summary>The declarations of the client and of a live service, read by TypeScript.</summary>
public sealed class TypeScriptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_fits_the_service_compiles()
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        string errors = await CompileAsync(gateway, """
            const cool: string = await fridge.addCool("x", );
            const sum: number = await fridge.add(1);
            for await (const n of fridge.count(5)) { const twice: number = n * 2; }
            const size: number = await fridge.size(new Uint8Array(5));
            const aborted = fridge.with({ signal: AbortSignal.timeout(5) }).add(1, 2);
            const any: string = await connection.service("other").whatever(1, 2);
            """);

        Assert.Equal("", errors);
    }

    [Theory]
    [InlineData("await fridge.addCool(5);")]
    [InlineData("await fridge.addCool();")]
    [InlineData("const sum: string = await fridge.add(1);")]
    [InlineData("await fridge.melt();")]
    [InlineData("for await (const n of fridge.add(1)) { }")]
    public async Task A_program_that_does_not_fit_does_not_compile(string program)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync();

        Assert.Contains("error TS", await CompileAsync(gateway, program), StringComparison.Ordinal);
    }

    private static async Task<string> CompileAsync(GatewayHost gateway, string program)
    {
        await NodeScript.RequireAsync();
        string folder = Directory.CreateDirectory(TemporaryFolder.NewPath()).FullName;
        foreach (string file in (string[])["zerorpc.d.ts", "fridge.d.ts"])
        {
            using HttpResponseMessage response = await gateway.GetAsync($"/rpc/{file}");
            await File.WriteAllTextAsync(Path.Combine(folder, file), await response.Content.ReadAsStringAsync(Stop), Stop);
        }

        string main = Path.Combine(folder, "main.ts");
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"type":"module"}""", Stop);
        await File.WriteAllTextAsync(main, $"""
            import {"{ connect }"} from "./zerorpc.js";
            import "./fridge.js";
            const connection = connect("/rpc");
            const fridge = connection.service("fridge");
            {program}
            """, Stop);
        using Process compiler = Process.Start(new ProcessStartInfo(
            "node",
            [
                Path.Combine(NodeScript.Folder, "node_modules", "typescript", "bin", "tsc"),
                "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.asynciterable", main,
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        string errors = await compiler.StandardOutput.ReadToEndAsync(Stop).OrHang();
        await compiler.WaitForExitAsync(Stop);
        return errors;
    }
}
