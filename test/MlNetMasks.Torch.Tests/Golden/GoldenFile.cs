using System.Text.Json;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Golden;

/// <summary>One file of published numbers, from the folder in GOLDEN_DIR or the project's own copy. Shapes come from the file, so that another set fits too.</summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly JsonDocument _document;

    private GoldenFile(JsonDocument document) => _document = document;

    public JsonElement Root => _document.RootElement;

    public static GoldenFile Open(string name)
    {
        var folder = Environment.GetEnvironmentVariable("GOLDEN_DIR") is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "golden");
        return new GoldenFile(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".json"))));
    }

    public static int[] Shape(JsonElement array) => [.. array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];

    public static float[] Values(JsonElement array) => [.. array.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>A single-precision tensor, owned by the dispose scope around the call.</summary>
    public Tensor Tensor(string name)
    {
        var array = Root.GetProperty(name);
        return tensor(Values(array)).reshape([.. Shape(array).Select(size => (long)size)]);
    }

    public void Dispose() => _document.Dispose();
}
