using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>What dropout multiplies the inputs of the layers of an LSTM with.</summary>
/// <param name="Layers">Per layer <c>[groups, features, steps x rows]</c>, or null where dropout is off.</param>
internal sealed record LstmFactors(IReadOnlyList<Tensor?> Layers)
{
    /// <summary>No dropout.</summary>
    public static LstmFactors None { get; } = new([]);

    /// <summary>The factors of a layer.</summary>
    public Tensor? Of(int layer) => layer < Layers.Count ? Layers[layer] : null;

    /// <summary>The factors of one step.</summary>
    public LstmFactors Step(int step, int steps) =>
        new([.. Layers.Select(layer => layer is null ? null : layer.narrow(2, step * (layer.size(2) / steps), layer.size(2) / steps))]);
}
