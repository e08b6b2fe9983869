using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>That functions are learned one after another, weights and masks together, instead of on a pretrained network.</summary>
public sealed record SequencePlan
{
    /// <summary>How weights are learned together with their mask.</summary>
    public required JointLearning Joint { get; init; }

    /// <summary>Where it was written.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The plan of the section <c>sequence</c>; <see langword="null"/> where there is none, or one of its settings is at fault.</summary>
    internal static SequencePlan? From(Settings? settings) => settings is not null && new[] { "new_logit", "weight_learning_rate", "keep_first_layer" }.All(settings.Has)
        ? new SequencePlan
        {
            Joint = new JointLearning
            {
                NewLogit = settings.Number("new_logit"),
                WeightLearningRate = settings.Number("weight_learning_rate"),
                KeepsFirstLayer = settings.Flag("keep_first_layer"),
            },
            Place = settings.Place,
        }
        : null;

    /// <summary>Faults of what goes with a sequence and what does not.</summary>
    internal static void Check(Settings root, IReadOnlyList<MaskPlan> masks, IReadOnlyList<ExpressionPlan> expressions, PipelineErrors errors)
    {
        if (root.Section("sequence") is not { } sequence)
        {
            if (!root.Has("sequence") && !root.Has("pretrain"))
            {
                errors.Add(root.Place, "the pipeline file has neither 'pretrain' nor 'sequence'; say with pretrain how the network learns the full problem before its masks, or with sequence that functions are learned one after another.");
            }

            return;
        }

        if (root.Has("pretrain"))
        {
            errors.Add(sequence.Place, "the pipeline file has both 'pretrain' and 'sequence', but functions that are learned one after another begin with a random network; remove one of the two.");
        }

        if (root.Has("copy_slot"))
        {
            errors.Add(root.PlaceOf("copy_slot"), "copy_slot copies weights of a pretrained network, but the file has 'sequence'; remove one of the two.");
        }

        if (masks.Count == 0 && errors.Count == 0)
        {
            errors.Add(sequence.Place, "'sequence' learns the functions of masks.functions one after another, but the file has none; name at least one.");
        }

        foreach (MaskPlan mask in masks.Where(mask => mask.Role == MaskRole.Control || mask.Reinitialised || mask.Precision == Precision.BFloat16))
        {
            string key = mask.Role == MaskRole.Control ? "role: control" : mask.Reinitialised ? "reinitialised" : "precision: bfloat16";
            errors.Add(mask.Place, $"mask '{mask.Name}' has {key}, but in a sequence every mask is one function, begins anew by itself, and is learned with its weights in single precision; remove the key.");
        }

        foreach (ExpressionPlan expression in expressions)
        {
            errors.Add(expression.Place, $"expression '{expression.Name}' combines masks of one network, but in a sequence every mask has weights of its own; remove it.");
        }
    }
}
