using System.Text.Json;

namespace MlNetMasks.Samples.Tests;

/// <summary>A Jupyter notebook's cells in order.</summary>
/// <param name="Language">Language of the kernel.</param>
/// <param name="Code">Texts of the code cells.</param>
internal sealed record Notebook(string Language, IReadOnlyList<string> Code)
{
    public static Notebook Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var root = document.RootElement;
        Assert.AreEqual(4, root.GetProperty("nbformat").GetInt32());
        var cells = root.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code").ToList();
        foreach (var cell in cells)
        {
            // Outputs would go stale and may hold paths of the machine that made them.
            Assert.AreEqual(0, cell.GetProperty("outputs").GetArrayLength(), $"{path} holds outputs; clear them.");
        }

        return new Notebook(
            root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("language").GetString()!,
            [.. cells.Select(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())))]);
    }
}
