using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>The random changes of a stage's images.</summary>
/// <param name="Augmentation">Their kinds.</param>
/// <param name="Key">Key of their random streams.</param>
internal sealed record ImageChanges(ImageAugmentation Augmentation, ulong Key)
{
    /// <summary>The changes of a stage; null for none.</summary>
    public static ImageChanges? Of(ImageAugmentation? augmentation, ulong stageKey) =>
        augmentation is null ? null : new ImageChanges(augmentation, RandomStream.DeriveKey(stageKey, "augmentation"));

    /// <summary>Changes the images of a step's batch.</summary>
    public void Apply(BoundProblem problem, ExampleTable table, ReadOnlySpan<int> rows, Batch batch, int step) =>
        problem.Augment(table, rows, batch, Augmentation, StreamKey.Combine(Key, (ulong)step));
}
