using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// What a pretraining stage says of its network before there is one, so that mask stages are checked before any training. Each network has one
/// object of its own.
/// </summary>
/// <param name="problem">The problem that the network is trained on.</param>
/// <param name="isUnlearned">Whether its weights are random: mask stages learn them.</param>
internal sealed class NetworkAnnouncement(Problem problem, bool isUnlearned = false)
{
    public Problem Problem { get; } = problem;

    public bool IsUnlearned { get; } = isUnlearned;
}
