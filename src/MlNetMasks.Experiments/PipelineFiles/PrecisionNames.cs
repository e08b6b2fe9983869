using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Number formats as pipeline files name them.</summary>
internal static class PrecisionNames
{
    private static readonly Dictionary<string, Precision> Named = new()
    {
        ["float32"] = Precision.Float32,
        ["bfloat16"] = Precision.BFloat16,
        ["auto"] = Precision.Auto,
    };

    public static IReadOnlyCollection<string> All => Named.Keys;

    public static Precision Parse(string name) => Named[name];
}
