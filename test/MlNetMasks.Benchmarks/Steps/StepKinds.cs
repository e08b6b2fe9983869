using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The kinds of step that are measured beside one another.</summary>
internal static class StepKinds
{
    public const string Start = "start";
    public const string Mask = "mask";
    public const string MaskBFloat16 = "mask_bf16";
    public const string Pretrain = "pretrain";
    public const string Plain = "plain";
    public const string Reference = "reference";
    public const string ReferenceTuned = "reference_tuned";
    public const string Gemm = "gemm";

    public static IReadOnlyList<string> All { get; } = [Start, Mask, MaskBFloat16, Pretrain, Plain, Gemm, ReferenceTuned, Reference];

    /// <summary>The kinds that materialise every intermediate of every sample.</summary>
    public static IReadOnlyList<string> References { get; } = [ReferenceTuned, Reference];

    public static void Run(string kind, StepNet net, StepTurns turns)
    {
        switch (kind)
        {
            case Mask:
                TrainingSteps.Masks(net, Precision.Float32, turns);
                break;
            case MaskBFloat16:
                TrainingSteps.Masks(net, Precision.BFloat16, turns);
                break;
            case Pretrain:
                TrainingSteps.Pretraining(net, turns);
                break;
            default:
                using (var step = Create(kind, net))
                {
                    while (turns.Next())
                    {
                        step.Step();
                    }
                }

                break;
        }
    }

    /// <summary>Environment of a worker: the published algorithm runs as it would without this project's settings.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentOf(string kind) => kind == Reference
        ? new Dictionary<string, string> { ["MLNETMASKS_ALLOCATOR"] = "default", ["MLNETMASKS_OMP"] = "default" }
        : new Dictionary<string, string>();

    private static IMeasuredStep Create(string kind, StepNet net) => kind switch
    {
        Start => new StartStep(),
        Plain => new PlainStep(net),
        Gemm => new GemmStep(net),
        Reference or ReferenceTuned => new ReferenceStep(net),
        _ => throw new ArgumentException($"'{kind}' is no kind of step; the kinds are {string.Join(", ", All)}.", nameof(kind)),
    };
}
