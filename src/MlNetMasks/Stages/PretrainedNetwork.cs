using System.Security.Cryptography;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A frozen network as later stages see it: they find it in the annotation <c>Network</c> of the pretrained score column. Immutable, safe on
/// several threads.
/// </summary>
public sealed class PretrainedNetwork
{
    internal PretrainedNetwork(Problem problem, IReadOnlyDictionary<string, ColumnSize> columnSizes, FrozenWeights weights)
    {
        Problem = problem;
        ColumnSizes = columnSizes;
        BoundProblem = problem.Bind(columnSizes);
        Weights = weights;
        Fingerprint = FingerprintOf(weights);
        Announcement = new NetworkAnnouncement(problem);
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
