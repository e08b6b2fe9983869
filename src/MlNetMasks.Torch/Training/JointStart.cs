using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>What one function of a sequence begins with: which weights stay, what the others start as, and where logits start.</summary>
internal static class JointStart
{
    /// <summary>Whether a tensor belongs to the layer that sees the inputs.</summary>
    public static bool IsFirst(MaskLayout layout, int layer) => layer < layout.Modules[0].LayerCount;

    /// <summary>The weights that stay: those that earlier masks keep, without the first layer unless it is kept.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="used">What earlier masks keep together; <see langword="null"/> for the first function.</param>
    /// <param name="keepsFirstLayer">Whether the first layer is kept like the others.</param>
    public static WeightMask Frozen(MaskLayout layout, WeightMask? used, bool keepsFirstLayer)
    {
        if (used is null)
        {
            return WeightMask.Empty("frozen", layout);
        }

        return WeightMask.FromLogits("frozen", layout, layer =>
        {
            var values = new float[layout.Layers[layer].Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = used.IsKept(layer, i) && (keepsFirstLayer || !IsFirst(layout, layer)) ? 1 : -1;
            }

            return values;
        });
    }

    /// <summary>Draws all weights that do not stay: matrices and filters normal by Xavier's rule with the gain of ReLU, biases zero.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="frozen">Those that stay, bit by bit.</param>
    /// <param name="key">Key of the stage's random streams.</param>
    public static void Reinitialise(NetworkWeights weights, WeightMask frozen, ulong key)
    {
        for (var layer = 0; layer < frozen.Layout.Layers.Count; layer++)
        {
            var shape = frozen.Layout.Layers[layer].Shape;
            var fresh = new float[frozen.Layout.Layers[layer].Count];
            var name = frozen.Layout.Layers[layer].Name;
            InitializerOf(shape).Fill(fresh, shape, new RandomStream(RandomStream.DeriveKey(RandomStream.DeriveKey(key, "fresh weights"), name)));
            var values = weights.Arena.Span(weights.Arena.Layout.IndexOf(name));
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = frozen.IsKept(layer, i) ? values[i] : fresh[i];
            }
        }
    }

    /// <summary>Writes the starting logits.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="used">What earlier masks keep together; <see langword="null"/> for the first function.</param>
    /// <param name="frozen">The weights that stay.</param>
    /// <param name="initialLogit">Logit of the first function and of weights that stay.</param>
    /// <param name="newLogit">Logit of all others.</param>
    public static void WriteLogits(FloatArena logits, WeightMask? used, WeightMask frozen, double initialLogit, double newLogit)
    {
        for (var layer = 0; layer < frozen.Layout.Layers.Count; layer++)
        {
            var values = logits.Span(layer);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(used is null || frozen.IsKept(layer, i) ? initialLogit : newLogit);
            }
        }
    }

    private static Initializer InitializerOf(IReadOnlyList<int> shape)
    {
        if (shape.Count < 2)
        {
            return Initializer.Constant(0);
        }

        var field = shape.Skip(2).Aggregate(1, (product, size) => product * size);
        return Initializer.XavierNormal(shape[1] * field, shape[0] * field, Math.Sqrt(2));
    }
}
