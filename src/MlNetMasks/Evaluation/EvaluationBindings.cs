using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>The rows of an evaluation's cross table.</summary>
internal static class EvaluationBindings
{
    /// <summary>Lists the rows: the unmasked network, then the masks in order, each under the conditions that concern its role.</summary>
    /// <exception cref="ArgumentException">A condition cannot be had with these masks, or an expression cannot be computed.</exception>
    public static IReadOnlyList<EvaluationBinding> Of(ModelStages stages, EvaluationOptions options)
    {
        if (options.Expressions.Count > 0)
        {
            stages.RequireOneNetwork($"The expression '{options.Expressions[0].Name}'");
        }

        var masks = stages.ToMaskSet().With(options.Expressions);
        Condition[] conditions = [.. options.Conditions.Distinct()];
        foreach (var condition in conditions)
        {
            RequirePossible(condition, masks, options);
        }

        var bindings = new List<EvaluationBinding>();
        if (conditions.Contains(Condition.Unmasked))
        {
            bindings.Add(new EvaluationBinding("", Condition.Unmasked, [() => stages.Network.Weights.Thaw()]));
        }

        foreach (var entry in masks)
        {
            bindings.AddRange(conditions
                .Where(condition => ConditionMask.Concerns(condition, entry.Role))
                .Select(condition => new EvaluationBinding(entry.Mask.Name, condition, Draws(entry, condition))));
        }

        return bindings;

        IReadOnlyList<Func<NetworkWeights>> Draws(MaskEntry entry, Condition condition) => condition switch
        {
            Condition.Random => [.. Enumerable.Range(0, options.RandomDraws).Select<int, Func<NetworkWeights>>(
                draw => () => Weights(entry).Thaw(WeightMask.Random(entry.Mask, options.Labels.Seed, draw)))],
            Condition.Reinitialised => [() => stages.Masks.First(stage => stage.Name == entry.Mask.Name).Thaw(stages.Network, entry.Mask)],
            _ => [() => Weights(entry).Thaw(ConditionMask.Of(condition, entry.Mask, masks.Control?.Mask))],
        };

        // A mask that was learned together with weights stands for those.
        FrozenWeights Weights(MaskEntry entry) => stages.Masks.FirstOrDefault(stage => stage.Name == entry.Mask.Name)?.OwnWeights ?? stages.Network.Weights;
    }

    private static void RequirePossible(Condition condition, MaskSet masks, EvaluationOptions options)
    {
        if (condition == Condition.None || !Enum.IsDefined(condition))
        {
            throw new ArgumentException($"Conditions holds '{condition}', which binds no network; use unmasked, mask, inverse or another named condition.");
        }

        if (ConditionMask.NeedsControl(condition) && masks.Control is null)
        {
            throw new ArgumentException(
                $"Condition '{ConditionNames.ToText(condition)}' needs a control mask, but the model has none; learn one on the full problem with the role Control, or leave the condition out.");
        }

        if (condition == Condition.Random && options.RandomDraws == 0)
        {
            throw new ArgumentException("Condition 'random' is asked for with RandomDraws 0; draw at least one random mask, or leave the condition out.");
        }

        if (condition == Condition.Reinitialised && !masks.Any(entry => entry.Role == MaskRole.Reinitialised))
        {
            throw new ArgumentException(
                "Condition 'reinitialised' needs a mask that was learned on re-initialised weights, but the model has none; learn one with Reinitialise, or leave the condition out.");
        }
    }
}
