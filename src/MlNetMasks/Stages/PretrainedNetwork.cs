using System.Security.Cryptography;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A frozen network as later stages see it: they find it in the annotation <c>Network</c> of the pretrained score column. Immutable, safe on
/// several threads.
/// </summary>
public sealed class PretrainedNetwork
{
    internal PretrainedNetwork(Problem problem, IReadOnlyDictionary<string, ColumnSize> columnSizes, FrozenWeights weights, bool isUnlearned = false)
    {
        Problem = problem;
        ColumnSizes = columnSizes;
        BoundProblem = problem.Bind(columnSizes);
        Weights = weights;
        Fingerprint = FingerprintOf(weights);
        Announcement = new NetworkAnnouncement(problem, isUnlearned);
    }

    /// <summary>The problem that the network was trained on.</summary>
    public Problem Problem { get; }

    /// <summary>The problem with the sizes of the training data.</summary>
    public BoundProblem BoundProblem { get; }

    /// <summary>The weights.</summary>
    public FrozenWeights Weights { get; }

    /// <summary>SHA-256 of the weights, in lower-case hexadecimal; a mask stores it and refuses other weights.</summary>
    public string Fingerprint { get; }

    internal IReadOnlyDictionary<string, ColumnSize> ColumnSizes { get; }

    internal NetworkAnnouncement Announcement { get; }

    /// <summary>Copies the weights, or makes those that the architecture starts with, into tensors.</summary>
    /// <param name="mask">Maskable weights that it does not keep become zero; <see langword="null"/> keeps everything.</param>
    /// <param name="freshKey">Key of re-initialised weights; <see langword="null"/> for the trained ones.</param>
    /// <returns>New weights; the caller disposes them.</returns>
    internal NetworkWeights Thaw(WeightMask? mask, ulong? freshKey)
    {
        if (freshKey is not { } key)
        {
            return Weights.Thaw(mask);
        }

        var fresh = NetworkWeights.Initialize(Weights.Spec, Weights.Shape, key);
        if (mask is null)
        {
            return fresh;
        }

        using (fresh)
        {
            return fresh.Masked(mask);
        }
    }

    private static string FingerprintOf(FrozenWeights weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var slot = 0; slot < weights.Layout.Slots.Count; slot++)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(weights.Layout.Slots[slot].Name));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.Values(slot)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
