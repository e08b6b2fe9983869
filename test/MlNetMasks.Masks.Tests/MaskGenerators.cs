using CsCheck;

namespace MlNetMasks.Masks.Tests;

/// <summary>Random masks with the plain truth beside them: one bool per weight.</summary>
internal static class MaskGenerators
{
    /// <summary>Layer sizes around the word size, where the unused bits of the last word matter.</summary>
    private static readonly Gen<int[]> Sizes = Gen.OneOf(Gen.Int[1, 20], Gen.Int[60, 70], Gen.Int[127, 200]).Array[1, 4];

    /// <summary>Each layer of each mask is empty, full, sparse or dense.</summary>
    private static readonly Gen<double> KeepProbability = Gen.OneOf([.. ((double[])[0, 0.05, 0.3, 0.5, 0.9, 1]).Select(Gen.Const)]);

    /// <summary>Some masks over one layout.</summary>
    public static Gen<NaiveMask[]> RandomMasks(int count) => Sizes.SelectMany(sizes =>
    {
        MaskLayout layout = Layout(sizes);
        Gen<bool[]>[] layers = [.. sizes.Select(size => KeepProbability.SelectMany(keep => Gen.Double[0, 1].Select(draw => draw < keep).Array[size]))];
        return Sequence(layers).Array[count].Select(
            drawn => drawn.Select((bits, index) => new NaiveMask(FromBools($"mask{index}", layout, bits), bits)).ToArray());
    });

    public static MaskLayout Layout(params int[] sizes) => new(sizes.Select((size, index) => new MaskLayer($"layers.{index}.weight", [size])));

    public static WeightMask FromBools(string name, MaskLayout layout, bool[][] bits) =>
        WeightMask.FromLogits(name, layout, layer => bits[layer].Select(bit => bit ? 0.5f : -0.5f).ToArray());

    /// <summary>A mask over one layer, from text such as <c>"1101"</c>.</summary>
    public static WeightMask FromText(string name, params string[] layers) => FromBools(
        name, Layout([.. layers.Select(text => text.Length)]), [.. layers.Select(text => text.Select(letter => letter == '1').ToArray())]);

    private static Gen<T[]> Sequence<T>(Gen<T>[] parts) => parts.Aggregate(
        Gen.Const(Array.Empty<T>()), (done, next) => done.SelectMany(head => next.Select(tail => (T[])[.. head, tail])));

    /// <summary>A mask and its weights as bools, <c>[layer][index]</c>.</summary>
    public sealed record NaiveMask(WeightMask Mask, bool[][] Bits);
}
