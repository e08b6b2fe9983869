using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Faults of conditions and expressions that ask for masks which a file does not have.</summary>
internal static class ConditionChecks
{
    public static void CheckConditions(IReadOnlyList<MaskPlan> masks, EvaluationPlan evaluation, Settings evaluate, PipelineErrors errors)
    {
        SourcePlace place = evaluate.PlaceOf("conditions");
        foreach (Condition condition in evaluation.Conditions.Where(ConditionMask.NeedsControl).Where(_ => !masks.Any(mask => mask.Role == MaskRole.Control)))
        {
            errors.Add(place, $"condition '{ConditionNames.ToText(condition)}' needs a control mask, but no mask has role: control; add one, or leave the condition out.");
        }

        if (evaluation.Conditions.Contains(Condition.Reinitialised) && !masks.Any(mask => mask.Reinitialised))
        {
            errors.Add(place, "condition 'reinitialised' needs a mask with reinitialised: true, but the file has none; add one, or leave the condition out.");
        }

        if (evaluate.Has("random_draws") && !evaluation.Conditions.Contains(Condition.Random))
        {
            errors.Add(evaluate.PlaceOf("random_draws"), "random_draws is given, but evaluate.conditions leaves 'random' out; add it there, or remove random_draws.");
        }
    }

    /// <summary>Gradients are compared for masks on the network's own weights, over a set that there is.</summary>
    public static void CheckGradientCosine(IReadOnlyList<MaskPlan> masks, EvaluationPlan evaluation, PipelineErrors errors)
    {
        if (evaluation.GradientCosine is not { } cosine)
        {
            return;
        }

        string[] names = [.. masks.Where(mask => !mask.Reinitialised).Select(mask => mask.Name)];
        foreach (string unknown in cosine.Masks.Where(name => !names.Contains(name)))
        {
            errors.Add(cosine.Place, $"gradient_cosine asks for mask '{unknown}', which is not learned on the network's own weights here{NearestName.Question(unknown, names)} Known: {(names.Length > 0 ? string.Join(", ", names) : "none")}.");
        }

        string[] sets = [.. evaluation.Sets.Select(set => set.Name)];
        if (!sets.Contains(cosine.Set))
        {
            errors.Add(cosine.Place, $"gradient_cosine asks for set '{cosine.Set}', which the file does not have{NearestName.Question(cosine.Set, sets)} Known: {string.Join(", ", sets)}.");
        }
    }

    public static void CheckExpressions(IReadOnlyList<MaskPlan> masks, IReadOnlyList<ExpressionPlan> expressions, PipelineErrors errors)
    {
        string[] names = [.. masks.Select(mask => mask.Name)];
        foreach (ExpressionPlan expression in expressions)
        {
            try
            {
                expression.Expression.RequireKnown(names);
            }
            catch (ArgumentException unknown)
            {
                errors.Add(expression.Place, $"expression '{expression.Name}': {unknown.Message}");
            }

            foreach (MaskPlan foreign in masks.Where(mask => mask.Reinitialised && expression.Expression.Names.Contains(mask.Name)))
            {
                errors.Add(expression.Place, $"expression '{expression.Name}' names mask '{foreign.Name}', which is learned on re-initialised weights, so its bits are about other weights; "
                    + "use masks of the network itself.");
            }
        }
    }

    /// <summary>A gate on a row that the cross table never has could not pass.</summary>
    public static void CheckGate(GatePlan gate, IReadOnlyDictionary<string, MaskRole> roles, PipelineErrors errors)
    {
        if (gate is { Condition: { } condition and not Condition.Unmasked, Mask: { } name } && roles.TryGetValue(name, out MaskRole role) && !ConditionMask.Concerns(condition, role))
        {
            errors.Add(gate.Place, $"the gate asks for mask '{name}' under condition '{ConditionNames.ToText(condition)}', which is never evaluated for a mask of its kind ({Describe(role)}); "
                + "ask for another mask or condition.");
        }
    }

    private static string Describe(MaskRole role) => role switch
    {
        MaskRole.Control => "the control",
        MaskRole.Reinitialised => "reinitialised: true",
        MaskRole.Expression => "an expression",
        _ => "a function",
    };
}
