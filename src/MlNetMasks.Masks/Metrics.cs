namespace MlNetMasks.Masks;

/// <summary>Names of the metrics in <see cref="ResultRecord.Metric"/>.</summary>
public static class Metrics
{
    /// <summary>Share of examples answered right, in [0, 1].</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Task loss, mean per example.</summary>
    public const string Loss = "loss";

    /// <summary>Number of examples behind a value.</summary>
    public const string Count = "count";

    /// <summary>Number of weights with mask 1.</summary>
    public const string Kept = "kept";

    /// <summary>Number of maskable weights.</summary>
    public const string Maskable = "maskable";

    /// <summary>Kept weights divided by maskable weights.</summary>
    public const string Density = "density";

    /// <summary>Share of a mask's kept weights that at least one other function's mask also keeps.</summary>
    public const string Shared = "shared";

    /// <summary>Share of the control's kept weights that a mask also keeps.</summary>
    public const string Remaining = "remaining";

    /// <summary>Intersection over union of the two masks <see cref="ResultRecord.Mask"/> and <see cref="ResultRecord.Against"/>.</summary>
    public const string IoU = "iou";

    /// <summary>Intersection over the smaller of the two masks.</summary>
    public const string IoMin = "iomin";

    /// <summary>Number of weights that both masks keep.</summary>
    public const string Intersection = "intersection";

    /// <summary>Mean IoU over the pairs of a function's replicates; <see cref="ResultRecord.Mask"/> is the function.</summary>
    public const string Stability = "stability";

    /// <summary>
    /// Share of the maskable weights that exactly <see cref="ResultRecord.Unit"/> of a function's replicates keep; <see cref="ResultRecord.Mask"/> is the function.
    /// </summary>
    public const string Selection = "selection";

    /// <summary>The regulariser that a mask was learned with, the paper's <c>b</c> times <c>alpha</c>.</summary>
    public const string Beta = "beta";

    /// <summary>What independent masks of the same per-layer densities would give: <c>chance-iou</c> and so on.</summary>
    public const string ChancePrefix = "chance-";

    /// <summary>Ends the name of the lower bound of an interval, or of the least of several draws: <c>chance-iou-low</c>, <c>accuracy-low</c>.</summary>
    public const string LowSuffix = "-low";

    /// <summary>Ends the name of the upper bound of an interval, or of the largest of several draws: <c>chance-iou-high</c>, <c>accuracy-high</c>.</summary>
    public const string HighSuffix = "-high";

    /// <summary>Distance of the observed intersection from its chance expectation, in standard deviations.</summary>
    public const string IntersectionZ = "intersection-z";

    /// <summary>Share of the examples of a true class (<see cref="ResultRecord.Unit"/>) answered as <see cref="ResultRecord.Against"/>.</summary>
    public const string Confusion = "confusion";

    /// <summary>
    /// <see cref="Confusion"/> with a mask minus <see cref="Confusion"/> with the control, in [-1, 1]: what a mask that leaves classes out answers instead.
    /// </summary>
    public const string ConfusionDifference = "confusion-difference";

    /// <summary>
    /// Relative drop of the class <see cref="ResultRecord.Unit"/> under a mask that leaves classes out: (control accuracy - masked accuracy) / control accuracy, at most 1,
    /// negative where the mask is better; NaN where the control answers none right.
    /// </summary>
    public const string RelativeDrop = "relative-drop";

    /// <summary>Mean <see cref="RelativeDrop"/> of the classes that a mask leaves out; with a <see cref="ResultRecord.Unit"/>, that of one of them.</summary>
    public const string TargetDrop = "target-drop";

    /// <summary>Mean <see cref="RelativeDrop"/> of the classes that a mask does not leave out; an increase counts as 0.</summary>
    public const string MeanOtherDrop = "mean-other-drop";

    /// <summary>
    /// Largest <see cref="RelativeDrop"/> of the classes that a mask does not leave out, an increase counting as 0, divided by <see cref="TargetDrop"/>; NaN where that is not
    /// above 0.
    /// </summary>
    public const string LargestOtherToTarget = "largest-other-to-target";

    /// <summary>
    /// Cosine between the gradient of the whole network and that of the network with the mask on its last <see cref="ResultRecord.Unit"/> modules, over the weights that the mask
    /// keeps; in [-1, 1], and 1 at 0 modules.
    /// </summary>
    public const string GradientCosine = "gradient-cosine";

    /// <summary>Share of the sequences with <see cref="ResultRecord.Unit"/> input tokens that were answered right, in [0, 1].</summary>
    public const string AccuracyByLength = "accuracy-by-length";

    /// <summary>Number of the sequences with <see cref="ResultRecord.Unit"/> input tokens.</summary>
    public const string CountByLength = "count-by-length";

    /// <summary>Share answered right, in [0, 1], of the sequences whose right answer has the token <see cref="ResultRecord.Unit"/>.</summary>
    public const string AccuracyByToken = "accuracy-by-token";

    /// <summary>Number of the sequences whose right answer has the token <see cref="ResultRecord.Unit"/>.</summary>
    public const string CountByToken = "count-by-token";

    /// <summary>
    /// Share of the weights that the control <see cref="ResultRecord.Against"/> keeps in the output layer's row for the token
    /// <see cref="ResultRecord.Unit"/> and <see cref="ResultRecord.Mask"/> removes; NaN where the control keeps none.
    /// </summary>
    public const string RemovedPerToken = "removed-per-token";

    /// <summary>
    /// Share of the kept weights of <see cref="ResultRecord.Mask"/> that masks of earlier functions keep too, of a network whose functions were learned one after another;
    /// the first layer counts only where it is not learned anew. <c>chance-reused</c> is what a random mask of these densities would give.
    /// </summary>
    public const string Reused = "reused";

    /// <summary>Accuracy of the function <see cref="ResultRecord.Mask"/>, with its own mask and first layer, in the network as the function <see cref="ResultRecord.Against"/> left it.</summary>
    public const string RetainedAccuracy = "retained-accuracy";

    /// <summary>Number of answers to an evaluation set that a mask gives otherwise than the mask <see cref="ResultRecord.Against"/>, the control's.</summary>
    public const string AnswersUnlikeControl = "answers-unlike-control";

    /// <summary>Number of examples whose scores of <see cref="ResultRecord.Mask"/> differ in any bit once the function <see cref="ResultRecord.Against"/> has been learned.</summary>
    public const string AnswersChanged = "answers-changed";

    /// <summary>Number of weights kept by <see cref="ResultRecord.Mask"/>, its own first layer aside, that differ in any bit once the function <see cref="ResultRecord.Against"/> has been learned.</summary>
    public const string WeightsChanged = "weights-changed";

    /// <summary>Number of logits in the histogram bin named in <see cref="ResultRecord.Unit"/> (its lower edge).</summary>
    public const string LogitHistogram = "logit-histogram";

    /// <summary>Share of training steps whose gradient was clipped.</summary>
    public const string ClippedShare = "clipped-share";

    /// <summary>Share of a mask's logits that lie between -1 and 1 after learning: kept or not by little more than chance.</summary>
    public const string UndecidedShare = "undecided-share";

    /// <summary>Share of a mask's logits that are less than 0.01 away from where they started.</summary>
    public const string UnmovedShare = "unmoved-share";

    /// <summary>Wall time in seconds.</summary>
    public const string ElapsedSeconds = "elapsed-seconds";
}
