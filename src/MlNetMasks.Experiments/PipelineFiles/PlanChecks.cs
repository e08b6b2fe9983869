using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Faults that need no data but concern several values at once.</summary>
internal static class PlanChecks
{
    public static void Check(
        IReadOnlyList<MaskPlan> masks,
        IReadOnlyList<ExpressionPlan> expressions,
        EvaluationPlan evaluation,
        IReadOnlyList<GatePlan> gates,
        Settings evaluate,
        PipelineErrors errors)
    {
        CheckMasks(masks, errors);
        CheckNames(
            expressions.Count > 0 ? "masks and expressions" : "masks",
            [.. masks.Select(mask => (mask.Name, mask.Place)), .. expressions.Select(expression => (expression.Name, expression.Place))],
            errors);
        ConditionChecks.CheckExpressions(masks, expressions, errors);
        CheckNames("evaluation sets", evaluation.Sets.Select(set => (set.Name, set.Place)), errors);
        ConditionChecks.CheckConditions(masks, evaluation, evaluate, errors);
        ConditionChecks.CheckGradientCosine(masks, evaluation, errors);
        Dictionary<string, MaskRole> roles = RolesByName(masks, expressions);
        bool isFaulty = errors.Count > 0;
        foreach (GatePlan gate in gates.Where(gate => !(isFaulty && MissesFaultyPart(gate, roles, evaluation))))
        {
            CheckGate(gate, roles, evaluation, errors);
            ConditionChecks.CheckGate(gate, roles, errors);
        }
    }

    /// <summary>Whether a gate asks for something of a list that is empty, in a file with faults: then the list could not be read, and the gate may be right.</summary>
    private static bool MissesFaultyPart(GatePlan gate, Dictionary<string, MaskRole> roles, EvaluationPlan evaluation) =>
        ((gate.Mask ?? gate.Stage) is not null && roles.Count == 0) || (gate.Set is not null && evaluation.Sets.Count == 0) || (gate.Condition is not null && evaluation.Conditions.Count == 0);

    /// <summary>The roles that masks have in results; of masks with one name, which is a fault of its own, the first.</summary>
    private static Dictionary<string, MaskRole> RolesByName(IReadOnlyList<MaskPlan> masks, IReadOnlyList<ExpressionPlan> expressions)
    {
        var roles = new Dictionary<string, MaskRole>(StringComparer.Ordinal);
        foreach (MaskPlan mask in masks)
        {
            roles.TryAdd(mask.Name, mask.Reinitialised ? MaskRole.Reinitialised : mask.Role);
        }

        foreach (ExpressionPlan expression in expressions)
        {
            roles.TryAdd(expression.Name, MaskRole.Expression);
        }

        return roles;
    }

    private static void CheckMasks(IReadOnlyList<MaskPlan> masks, PipelineErrors errors)
    {
        foreach (MaskPlan second in masks.Where(mask => mask.Role == MaskRole.Control).Skip(1))
        {
            errors.Add(second.Place, $"'{second.Name}' is a second control; a file has at most one mask with role: control.");
        }

        foreach (MaskPlan mask in masks.Where(mask => mask.OutputLayer == OutputLayerMask.Control))
        {
            CheckOutputLayer(mask, masks, errors);
        }

        foreach (IGrouping<string, MaskPlan> same in masks.GroupBy(Work).Where(group => group.Count() > 1))
        {
            MaskPlan first = same.First();
            foreach (MaskPlan repeat in same.Skip(1))
            {
                errors.Add(repeat.Place, $"mask '{repeat.Name}' has the same rows, slots and replicate index as mask '{first.Name}', so it would silently repeat it; "
                    + "give it other rows or slots, or replicate: 1.");
            }
        }

        foreach (MaskPlan mask in masks.Where(mask => mask.SampleCount > 0 && mask.BatchSize % mask.SampleCount != 0))
        {
            errors.Add(mask.Place, $"mask '{mask.Name}': batch_size {mask.BatchSize} is not a multiple of samples {mask.SampleCount}, "
                + $"but each sample gets an equal share of the batch; use {Math.Max(1, mask.BatchSize / mask.SampleCount) * mask.SampleCount}.");
        }
    }

    private static void CheckOutputLayer(MaskPlan mask, IReadOnlyList<MaskPlan> masks, PipelineErrors errors)
    {
        if (mask.Reinitialised)
        {
            errors.Add(mask.Place, $"mask '{mask.Name}' has output_layer: control, but is learned on re-initialised weights, which the control's mask is not about; give it output_layer: learned.");
        }
        else if (!masks.TakeWhile(other => other != mask).Any(other => other.Role == MaskRole.Control))
        {
            errors.Add(mask.Place, $"mask '{mask.Name}' has output_layer: control, but no mask before it has role: control; learn the control first, or give the mask output_layer: learned.");
        }
    }

    private static string Work(MaskPlan mask) =>
        $"{mask.Rows?.Signature}\n{string.Join(',', mask.Slots.Distinct().Order())}\n{mask.Replicate}\n{mask.Reinitialised}";

    private static void CheckNames(string what, IEnumerable<(string Name, SourcePlace Place)> named, PipelineErrors errors)
    {
        // Names become files: on a file system that ignores case they would overwrite each other.
        foreach (IGrouping<string, (string Name, SourcePlace Place)> same in named.GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
        {
            foreach ((string name, SourcePlace place) in same.Skip(1))
            {
                string message = name == same.First().Name
                    ? $"two {what} have the name '{name}'; rename one."
                    : $"two {what} have names that differ only in case ('{same.First().Name}' and '{name}'); rename one.";
                errors.Add(place, message);
            }
        }
    }

    private static void CheckGate(GatePlan gate, Dictionary<string, MaskRole> roles, EvaluationPlan evaluation, PipelineErrors errors)
    {
        string[] maskNames = [.. roles.Keys];
        string[] setNames = [.. evaluation.Sets.Select(set => set.Name)];
        CheckReference(gate, "mask", gate.Mask, maskNames, errors);
        CheckReference(gate, "set", gate.Set, setNames, errors);
        CheckReference(gate, "stage", gate.Stage, [Stages.Pretrain, .. maskNames, Stages.Evaluate, Stages.Analyze], errors);
        if (gate.Condition is { } condition && !evaluation.Conditions.Contains(condition))
        {
            errors.Add(gate.Place, $"the gate asks for condition '{ConditionNames.ToText(condition)}', which evaluate.conditions leaves out "
                + $"({string.Join(", ", evaluation.Conditions.Select(ConditionNames.ToText))}); add it there.");
        }

        if (gate is { Condition: Condition.Unmasked, Mask: not null })
        {
            errors.Add(gate.Place, $"the gate asks for mask '{gate.Mask}' under condition 'unmasked', where no mask is bound; remove one of the two.");
        }
    }

    private static void CheckReference(GatePlan gate, string key, string? name, string[] known, PipelineErrors errors)
    {
        if (name is not null && !known.Contains(name))
        {
            string list = known.Length > 0 ? string.Join(", ", known) : "none";
            errors.Add(gate.Place, $"the gate asks for {key} '{name}', which the file does not have{NearestName.Question(name, known)} Known: {list}.");
        }
    }
}
