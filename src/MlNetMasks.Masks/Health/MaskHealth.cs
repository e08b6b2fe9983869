using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>Looks for masks that cannot be trusted: undecided, unmoved, empty or full, badly trained, or a control that is none.</summary>
public static class MaskHealth
{
    /// <summary>
    /// Largest share of undecided logits (between -1 and 1) without a warning, 0.25. There a weight is kept with a probability between 0.27 and 0.73, so the
    /// final mask, which cuts at 0, differs a lot from the samples that were trained. Masks that have settled leave a tenth to a fifth there.
    /// </summary>
    public const double MostUndecided = 0.25;

    /// <summary>
    /// Largest share of unmoved logits in a layer without a warning, 0.5. The regulariser moves even a weight that the loss does not see, by about the learning
    /// rate per step; where most logits stand still, hardly a step was taken or no gradient arrives.
    /// </summary>
    public const double MostUnmoved = 0.5;

    /// <summary>Largest mean share of clipped steps without a warning, 0.5: beyond it, the typical step is not the one that the loss asks for.</summary>
    public const double MostClipped = 0.5;

    /// <summary>
    /// Largest loss of accuracy of the control without a warning, 0.05. The control must do all that the network does; five points are well above the sampling
    /// error of a set with a thousand rows.
    /// </summary>
    public const double MostControlLoss = 0.05;

    /// <summary>
    /// Smallest share of the whole network's accuracy on its own function that a mask keeps without a warning, 0.9: what does not do its function does not hold its
    /// weights, and says nothing about them.
    /// </summary>
    public const double LeastOwnShare = 0.9;

    private const string UndecidedRemedy = "Learn the mask for more steps or with a higher learning rate, until the logits fall into two heaps";
    private const string UnmovedRemedy = "Learn for more steps, raise the learning rate, and check that the function's loss depends on these weights";
    private const string EmptyLayerRemedy = "Nothing passes through an empty layer: lower beta, or check whether the function can do without this layer";
    private const string NothingRemedy = "Lower beta, which outweighs the task loss, or the learning rate";
    private const string EverythingRemedy = "Raise beta, or learn the mask for more steps: nothing was removed";
    private const string ClippedRemedy = "Raise the mask's gradient clip, or lower its learning rate";
    private const string ControlRemedy = "Learn the control for more steps or with a lower beta before functions are compared with it";

    private const string OwnFunctionRemedy =
        "Learn the mask for more steps or with a lower beta; if it was learned with the inputs of other slots hidden, it may not work while they are shown: then no conclusion about its function can be drawn from it";

    /// <summary>Finds the warnings of one run.</summary>
    /// <remarks>
    /// Only masks that were learned are looked at: those with records of a stage of their own name. A check whose records are not there, as in runs of earlier
    /// versions or before the evaluation, finds nothing.
    /// </remarks>
    /// <param name="records">Records of one run: of the mask's training, of the analysis, of the evaluation; any of them may be missing.</param>
    /// <param name="controlMask">Name of the control mask; <see langword="null"/> without one.</param>
    /// <returns>The warnings, mask by mask in the order of the records.</returns>
    public static IReadOnlyList<MaskWarning> Warnings(IEnumerable<ResultRecord> records, string? controlMask = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        ResultRecord[] all = [.. records];
        HashSet<string> learned = [.. all.Where(record => record.Mask.Length > 0 && record.Stage == record.Mask).Select(record => record.Mask)];
        List<MaskWarning> warnings = [];
        foreach (IGrouping<string, ResultRecord> mask in all.Where(record => learned.Contains(record.Mask) && record.Against.Length == 0).GroupBy(record => record.Mask))
        {
            ResultRecord[] own = [.. mask];
            warnings.AddRange(Kept(own));
            warnings.AddRange(Logits(own));
            warnings.AddRange(Clipping(own));
            if (mask.Key == controlMask)
            {
                warnings.AddRange(Control(own, all));
            }
            else
            {
                warnings.AddRange(OwnFunction(own, all));
            }
        }

        return warnings;
    }

    private static IEnumerable<MaskWarning> Kept(ResultRecord[] own)
    {
        Dictionary<string, double> kept = PerLayer(own, Metrics.Kept);
        Dictionary<string, double> maskable = PerLayer(own, Metrics.Maskable);
        string name = own[0].Mask;
        if (kept.TryGetValue("", out double total) && total == 0)
        {
            yield return new MaskWarning(name, "", "the mask has collapsed: no weight is kept", NothingRemedy);
            yield break;
        }

        if (maskable.TryGetValue("", out double possible) && total == possible)
        {
            yield return new MaskWarning(name, "", "the mask has removed nothing: every weight is kept", EverythingRemedy);
        }

        foreach ((string layer, _) in kept.Where(pair => pair.Key.Length > 0 && pair.Value == 0 && !IsOffset(pair.Key)))
        {
            yield return new MaskWarning(name, layer, "no weight of the layer is kept", EmptyLayerRemedy);
        }
    }

    /// <summary>Whether a layer is added and not multiplied: without any of its weights everything still passes.</summary>
    private static bool IsOffset(string layer) => layer.EndsWith(".bias", StringComparison.Ordinal) || layer.EndsWith(".beta", StringComparison.Ordinal);

    private static IEnumerable<MaskWarning> Logits(ResultRecord[] own)
    {
        string name = own[0].Mask;
        if (PerLayer(own, Metrics.UndecidedShare).TryGetValue("", out double undecided) && undecided > MostUndecided)
        {
            yield return new MaskWarning(name, "", $"{Percent(undecided)} of the logits are undecided (between -1 and 1)", UndecidedRemedy);
        }

        Dictionary<string, double> unmoved = PerLayer(own, Metrics.UnmovedShare);
        if (unmoved.TryGetValue("", out double total) && total > MostUnmoved)
        {
            yield return new MaskWarning(name, "", $"{Percent(total)} of the logits are where they started", UnmovedRemedy);
            yield break;
        }

        foreach ((string layer, double share) in unmoved.Where(pair => pair.Value > MostUnmoved))
        {
            yield return new MaskWarning(name, layer, $"{Percent(share)} of the layer's logits are where they started", UnmovedRemedy);
        }
    }

    private static IEnumerable<MaskWarning> Clipping(ResultRecord[] own)
    {
        double[] clipped = [.. own.Where(record => record.Metric == Metrics.ClippedShare && record.Layer.Length == 0 && double.IsFinite(record.Value)).Select(record => record.Value)];
        if (clipped.Length > 0 && clipped.Average() > MostClipped)
        {
            yield return new MaskWarning(own[0].Mask, "", $"the gradient was clipped in {Percent(clipped.Average())} of the steps", ClippedRemedy);
        }
    }

    private static IEnumerable<MaskWarning> Control(ResultRecord[] own, ResultRecord[] all)
    {
        foreach (ResultRecord masked in Accuracies(own, Condition.Mask))
        {
            double unmasked = Accuracies(all, Condition.Unmasked).Where(record => record.DataSet == masked.DataSet).Select(record => record.Value).FirstOrDefault(double.NaN);
            if (unmasked - masked.Value > MostControlLoss)
            {
                yield return new MaskWarning(
                    masked.Mask, "", $"the control answers {Percent(masked.Value)} of {DisplayText.Quote(masked.DataSet)} right, the whole network {Percent(unmasked)}", ControlRemedy);
            }
        }
    }

    /// <summary>A function is the evaluation set of the mask's name.</summary>
    private static IEnumerable<MaskWarning> OwnFunction(ResultRecord[] own, ResultRecord[] all)
    {
        string name = own[0].Mask;
        double masked = Accuracies(own, Condition.Mask).Where(record => record.DataSet == name).Select(record => record.Value).FirstOrDefault(double.NaN);
        double unmasked = Accuracies(all, Condition.Unmasked).Where(record => record.DataSet == name).Select(record => record.Value).FirstOrDefault(double.NaN);
        if (masked < LeastOwnShare * unmasked)
        {
            yield return new MaskWarning(name, "", $"the mask answers {Percent(masked)} of its own function right, the whole network {Percent(unmasked)}", OwnFunctionRemedy);
        }
    }

    private static IEnumerable<ResultRecord> Accuracies(ResultRecord[] records, Condition condition) => records.Where(record =>
        record.Metric == Metrics.Accuracy && record.Stage == Stages.Evaluate && record.Condition == condition && record.Unit.Length == 0 && record.Layer.Length == 0);

    /// <summary>Values that a mask has once per layer and in total, where the layer is empty.</summary>
    private static Dictionary<string, double> PerLayer(ResultRecord[] own, string metric)
    {
        Dictionary<string, double> values = [];
        foreach (ResultRecord record in own.Where(record => record.Metric == metric && record.Condition == Condition.None && record.Step is null && record.Unit.Length == 0))
        {
            values.TryAdd(record.Layer, record.Value);
        }

        return values;
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
