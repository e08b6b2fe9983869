using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>How much memory the weights of a plan's largest stage take.</summary>
internal static class TrainingMemory
{
    public const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>
    /// Bytes of the weights and what belongs to them. Pretraining: weights, gradients, two moments. A mask: weights, logits, their gradients,
    /// two moments, and a masked copy with gradients for each of its samples; in a sequence also gradients and two moments of the weights.
    /// </summary>
    public static double Bytes(MaskableNetwork network, ExperimentPlan plan)
    {
        var weights = network.Parameters.Sum(parameter => parameter.Shape.Aggregate(1.0, (product, size) => product * size));
        var samples = plan.Masks.Select(mask => mask.SampleCount).DefaultIfEmpty(0).Max();
        return sizeof(float) * Math.Max(4 * weights, (weights * (plan.Sequence is null ? 1 : 4)) + ((4.0 + (2 * samples)) * network.MaskLayout.Count));
    }

    /// <summary>Refuses a network that cannot fit into this machine, which would otherwise end the process without a word.</summary>
    /// <exception cref="PipelineFileException">The weights alone need more memory than there is.</exception>
    public static void Require(MaskableNetwork network, ExperimentPlan plan)
    {
        var (needed, available) = (Bytes(network, plan), (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > available)
        {
            throw new PipelineFileException(
                Place(plan),
                FormattableString.Invariant($"the network has {network.MaskLayout.Count:N0} maskable weights, whose masks need about {needed / BytesPerMebibyte:N0} MiB, but this machine has {available / BytesPerMebibyte:N0} MiB; use smaller layers or fewer samples."));
        }
    }

    /// <summary>Where the network's size was written: its first setting besides the kind, which a variant may have changed.</summary>
    public static SourcePlace Place(ExperimentPlan plan)
        => plan.Network.Settings.Values.Where(pair => pair.Key != "kind").Select(pair => pair.Value.Place).FirstOrDefault(plan.Network.Settings.Place);
}
