using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Gates;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Running;

/// <summary>A finished run.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Run">Its facts and records.</param>
/// <param name="Gates">How its gates ended.</param>
public sealed record RunOutcome(string Directory, StoredRun Run, IReadOnlyList<GateResult> Gates)
{
    /// <summary>Whether the run was finished before it was asked for again, and so only read.</summary>
    public bool IsFromEarlier { get; init; }

    /// <summary>Signs that a mask cannot be trusted as it is; empty for a healthy run.</summary>
    public IReadOnlyList<MaskWarning> Warnings => MaskHealth.Warnings(Run.Records, Run.Info.ControlMask);

    /// <summary>Whether every gate passed; true without gates.</summary>
    public bool IsPassed => Gates.All(gate => gate.IsPassed);
}
