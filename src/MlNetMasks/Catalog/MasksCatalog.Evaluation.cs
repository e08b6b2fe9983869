using Microsoft.ML;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <content>Questions to a fitted model.</content>
public sealed partial class MasksCatalog
{
    /// <summary>Tests a model on evaluation sets: the network alone, under each mask, and under each inverse mask.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="data">Data with the columns that the chain was fitted on, right answers included.</param>
    /// <param name="options">Sets and conditions; by default all rows; unmasked, mask and inverse.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">The model has no network, a column does not fit, or a set or condition cannot be used.</exception>
    /// <exception cref="InvalidDataException">A set has no rows, or a value cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public MaskEvaluation Evaluate(ITransformer model, IDataView data, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var log = new StageLog(Environment, "Masks", nameof(Evaluate));
        var evaluation = new MaskEvaluator(ModelStages.Find(model), options ?? new EvaluationOptions()).Run(data);
        log.Info($"{evaluation.Records.Count} results.");
        return evaluation;
    }

    /// <summary>Checks whether <see cref="Evaluate"/> can be done, down to the last value of the data, without testing anything.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="data">Data with the columns that the chain was fitted on, right answers included.</param>
    /// <param name="options">Sets and conditions.</param>
    /// <exception cref="ArgumentException">The model has no network, a column does not fit, or a set or condition cannot be used.</exception>
    /// <exception cref="InvalidDataException">A set has no rows, or a value cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public void CheckEvaluation(ITransformer model, IDataView data, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        using var log = new StageLog(Environment, "Masks", nameof(CheckEvaluation));
        _ = new MaskEvaluator(ModelStages.Find(model), options).Prepare(data);
    }

    /// <summary>
    /// Compares the gradient of the whole network with that of the network whose last n modules are masked, n from 0 to all, over the weights that the mask keeps: how far does
    /// masking turn what the remaining weights would learn?
    /// </summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="data">Data with the columns that the chain was fitted on, right answers included; the gradient is that of the task loss over all its rows.</param>
    /// <param name="options">Masks and rows; by default all masks and all rows.</param>
    /// <returns>The cosines.</returns>
    /// <exception cref="ArgumentException">The model has no network or no such mask, or a column does not fit.</exception>
    /// <exception cref="InvalidDataException">The set has no rows, or a value cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public GradientCosines GradientCosine(ITransformer model, IDataView data, GradientCosineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var log = new StageLog(Environment, "Masks", nameof(GradientCosine));
        var cosines = new GradientComparison(ModelStages.Find(model), options ?? new GradientCosineOptions()).Run(data);
        log.Info($"{cosines.Records.Count} results.");
        return cosines;
    }

    /// <summary>Computes the statistics of a model's masks, and of masks made of them: kept weights, sharing, overlap with its chance level, stability; of sequences what is removed per output token.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="labels">The run that the records are labelled with.</param>
    /// <param name="expressions">Masks made of the model's masks by set expressions, listed with kept weights and density; by default none.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentException">The model has no network, or an expression names an unknown mask or has the name of one.</exception>
    public ModelAnalysis Analyze(ITransformer model, ResultLabels? labels = null, IReadOnlyList<NamedExpression>? expressions = null)
    {
        using var log = new StageLog(Environment, "Masks", nameof(Analyze));
        var stages = ModelStages.Find(model);
        var masks = stages.ToMaskSet().With(expressions ?? []);
        log.Info($"{masks.Count} masks over {masks.Layout.Layers.Count} layers.");
        labels ??= ResultLabels.None;
        ResultRecord[] statistics = [.. MaskAnalysis.Records(masks, labels.Experiment, labels.Variant, labels.Seed), .. TokenRemoval.Of(stages.Network.BoundProblem, masks, labels), .. JointRecords.Of(stages, labels)];
        return new ModelAnalysis(masks, statistics, [.. TrainingRecords.Of(stages, labels)]);
    }

    /// <summary>Fixes the sizes of a problem from a schema, as a pretraining stage would, and so checks the schema before any training.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="schema">The schema of the view that the stage would get.</param>
    /// <returns>The problem with sizes.</returns>
    /// <exception cref="ArgumentException">A column is missing, of another type, or of a size that does not fit.</exception>
    public BoundProblem Bind(Problem problem, DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(schema);
        using var log = new StageLog(Environment, "Masks", nameof(Bind));
        return problem.Bind(ProblemColumns.Find(problem, schema, needTargets: true).Sizes);
    }

    /// <summary>Finds the frozen network of a model that its masks belong to: behind a <see cref="CopySlot"/> stage the copied one.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentException">The model has no network.</exception>
    public PretrainedNetwork NetworkOf(ITransformer model)
    {
        using var log = new StageLog(Environment, "Masks", nameof(NetworkOf));
        return ModelStages.Find(model).Network;
    }

    /// <summary>Cuts a deployable network out of a model: a pretraining stage whose weights are those that a mask keeps.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="mask">Name of the mask.</param>
    /// <returns>
    /// The stage; it owns its weights and needs neither the model nor the mask. Stages before the network, such as a normaliser, are not part of it. A mask
    /// on re-initialised weights gives those.
    /// </returns>
    /// <exception cref="ArgumentException">The model has no network, or no such mask.</exception>
    public PretrainedTransformer Subnetwork(ITransformer model, string mask)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mask);
        var stages = ModelStages.Find(model);
        var learned = stages.MaskOf(mask);
        using var weights = learned.Thaw(stages.Network, learned.Mask);
        return learned.Options.Joint is { } joint
            ? Deployable(stages, weights, learned.Curve, new PretrainStageOptions
            {
                Problem = stages.Network.Problem,
                Rows = learned.Options.Rows,
                Slots = learned.Options.Slots,
                StepCount = learned.Options.StepCount,
                BatchSize = learned.Options.BatchSize,
                LearningRate = joint.WeightLearningRate,
                GradientClip = learned.Options.GradientClip,
                Seed = learned.Options.Seed,
            })
            : Deployable(stages, weights, stages.Pretrained.Curve, stages.Pretrained.Options with { Slots = learned.Options.Slots });
    }

    /// <summary>Cuts a deployable network out of a model: a pretraining stage whose weights are those that a set expression over its masks keeps.</summary>
    /// <param name="model">A fitted chain with one pretraining stage.</param>
    /// <param name="expression">The expression, for example <c>MaskExpression.Parse("add OR mul")</c>.</param>
    /// <returns>The stage; it owns its weights and needs neither the model nor its masks.</returns>
    /// <exception cref="ArgumentException">The model has no network, or the expression names an unknown mask.</exception>
    public PretrainedTransformer Subnetwork(ITransformer model, MaskExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var stages = ModelStages.Find(model);
        stages.RequireOneNetwork("An expression");
        using var weights = stages.Network.Weights.Thaw(expression.Evaluate(stages.ToMaskSet()));
        return Deployable(stages, weights, stages.Pretrained.Curve, stages.Pretrained.Options);
    }

    /// <summary>Finds the weights that a mask belongs to: those of the frozen network, re-initialised ones, or those that were learned together with it.</summary>
    /// <param name="model">A fitted chain with one pretraining or initialising stage.</param>
    /// <param name="mask">Name of the mask.</param>
    /// <returns>All weights, those that the mask removes included.</returns>
    /// <exception cref="ArgumentException">The model has no network, or no such mask.</exception>
    public FrozenWeights WeightsOf(ITransformer model, string mask)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mask);
        using var log = new StageLog(Environment, "Masks", nameof(WeightsOf));
        var stages = ModelStages.Find(model);
        using var weights = stages.MaskOf(mask).Thaw(stages.Network, mask: null);
        return weights.Freeze();
    }

    private PretrainedTransformer Deployable(ModelStages stages, NetworkWeights weights, IReadOnlyList<CurvePoint> curve, PretrainStageOptions options) => new(
        Environment, new PretrainedNetwork(stages.Network.Problem, stages.Network.ColumnSizes, weights.Freeze()), options, curve);
}
