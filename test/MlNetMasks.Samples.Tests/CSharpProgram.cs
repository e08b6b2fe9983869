using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MlNetMasks.Samples.Tests;

/// <summary>A program given as text, compiled as a console project with implicit usings would be, and run in this process.</summary>
internal static class CSharpProgram
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>Compiles and runs a program.</summary>
    /// <param name="name">Name of the program in messages.</param>
    /// <param name="code">Its text; a warning counts as an error.</param>
    /// <param name="folder">Current folder while it runs.</param>
    /// <returns>What it wrote to the console.</returns>
    public static string Run(string name, string code, string folder)
    {
        var main = Compile(name, code).EntryPoint ?? throw new AssertFailedException($"{name} has no entry point.");
        var (console, current) = (Console.Out, Directory.GetCurrentDirectory());
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(output);
        Directory.SetCurrentDirectory(folder);
        try
        {
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], CultureInfo.InvariantCulture);
        }
        finally
        {
            Directory.SetCurrentDirectory(current);
            Console.SetOut(console);
        }

        return output.ToString();
    }

    private static Assembly Compile(string name, string code)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
            // As the SDK does: packages may be built against older versions of the framework's assemblies.
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);
        var compilation = CSharpCompilation.Create(
            $"Program{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)], References.All, options);
        using var image = new MemoryStream();
        var faults = compilation.Emit(image).Diagnostics.Where(fault => fault.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.IsEmpty(faults, $"{name} does not compile cleanly:\n{string.Join('\n', faults)}");
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
