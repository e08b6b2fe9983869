namespace MlNetMasks.Masks;

/// <summary>
/// A part of a network whose tensors belong together, such as the weight and the bias of a linear layer: neighbours in a <see cref="MaskLayout"/> whose names differ
/// only behind the last dot.
/// </summary>
/// <param name="Name">Name without the last part, for example <c>output</c> for <c>output.weight</c> and <c>output.bias</c>.</param>
/// <param name="FirstLayer">Index of its first tensor in the layout.</param>
/// <param name="LayerCount">Number of its tensors, at least 1.</param>
public sealed record MaskModule(string Name, int FirstLayer, int LayerCount)
{
    /// <summary>Indices of its tensors in the layout.</summary>
    /// <returns>Consecutive numbers.</returns>
    public IEnumerable<int> Layers() => Enumerable.Range(FirstLayer, LayerCount);
}
