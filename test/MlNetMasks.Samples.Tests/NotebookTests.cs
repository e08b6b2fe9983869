using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace MlNetMasks.Samples.Tests;

/// <summary>The notebook's cells are run one after the other, as the C# kernel does, which is built on the same scripting engine.</summary>
[TestClass]
public sealed class NotebookTests
{
    private static readonly string[] KernelUsings = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    [TestMethod]
    public async Task Quickstart_CellByCell_FindsTwoFunctions()
    {
        var notebook = Notebook.Read(Repository.PathOf("pipelines/notebooks/quickstart.ipynb"));
        Assert.AreEqual("C#", notebook.Language);
        var options = ScriptOptions.Default.WithReferences(References.All).WithImports(KernelUsings);
        // The kernel has HTML(...), which shows its text.
        var state = await CSharpScript.RunAsync("string HTML(string text) => text;", options);
        var shown = new List<object?>();
        foreach (var cell in notebook.Code.Where(cell => !IsReferences(cell)))
        {
            state = await state.ContinueWithAsync(cell);
            shown.Add(state.ReturnValue);
        }

        CollectionAssert.AreEqual(new[] { true, false, true, true, true, true }, shown.Select(value => value is not null).ToArray(), "Which cells show something has changed.");
        StringAssert.Contains((string)shown[^1]!, "<svg");
        Assert.IsGreaterThan(0.9, await Value("""evaluation.Accuracy("add", Condition.Mask, "add")"""));
        Assert.IsGreaterThan(0.9, await Value("""evaluation.Accuracy("mul", Condition.Mask, "mul")"""));
        Assert.IsLessThan(0.4, await Value("""evaluation.Accuracy("add", Condition.Mask, "mul")"""));
        Assert.IsLessThan(0.4, await Value("""evaluation.Accuracy("mul", Condition.Mask, "add")"""));
        await state.ContinueWithAsync("model.Dispose();");

        async Task<double> Value(string expression) => (double)(await state.ContinueWithAsync(expression)).ReturnValue;
    }

    [TestMethod]
    public void Quickstart_FirstCodeCell_NamesTheVersionsInUse()
    {
        var first = Notebook.Read(Repository.PathOf("pipelines/notebooks/quickstart.ipynb")).Code[0];
        Assert.IsTrue(IsReferences(first));
        StringAssert.Contains(first, $"#r \"nuget: MlNetMasks, {Repository.PackageVersion}\"");
        StringAssert.Contains(first, $"#r \"nuget: TorchSharp-cpu, {Repository.TorchVersion}\"");
    }

    // The test program references what these lines would fetch.
    private static bool IsReferences(string cell) => cell.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => line.StartsWith("#r \"nuget:", StringComparison.Ordinal));
}
