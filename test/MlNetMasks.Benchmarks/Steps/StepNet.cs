using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A network whose steps are measured, at the batch and samples of METHOD.md.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="HiddenSizes">Hidden layers.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Samples">Mask samples per step.</param>
internal sealed record StepNet(string Name, IReadOnlyList<int> HiddenSizes, int Batch, int Samples)
{
    public const int Rows = 8192;

    public static IReadOnlyList<StepNet> All { get; } =
    [
        new("fnn-400", [400, 400, 200], 128, 4),
        new("fnn-800", [800, 800, 800, 800], 128, 4),
        new("fnn-2000", [2000, 2000, 2000, 2000], 128, 4),
        new("fnn-4000", [4000, 4000, 4000, 4000], 128, 4),
    ];

    /// <summary>About what the published algorithm takes: some nineteen tensors of every weight and sample (measured).</summary>
    public long ReferenceBytes => 19L * Samples * sizeof(float) * HiddenSizes.Zip(HiddenSizes.Skip(1), (inputs, outputs) => (long)inputs * outputs).Sum();

    public NetworkSpec Spec => new FeedForwardNetwork(HiddenSizes);

    /// <summary>Sizes of all layers, inputs first.</summary>
    public int[] Sizes(BoundProblem problem) => [problem.Shape.InputSize, .. HiddenSizes, problem.Shape.OutputSize];
}
