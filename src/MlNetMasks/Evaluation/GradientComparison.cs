using System.Globalization;
using Microsoft.ML;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Compares the gradients of masked networks with the whole network's.</summary>
internal sealed class GradientComparison(ModelStages stages, GradientCosineOptions options)
{
    public GradientCosines Run(IDataView data)
    {
        var masks = Chosen();
        var network = stages.Network;
        var view = stages.Prepare(data);
        var columns = ProblemColumns.Find(network.Problem, view.Schema, needTargets: true).As(network.ColumnSizes);
        var problem = network.Problem.Bind(columns.Sizes);
        var purpose = $"Evaluation set '{options.Set.Name}'";
        var slots = options.Set.Slots is null ? null : SlotList.Resolve(options.Set.Slots, problem.OutputSlotCount, purpose);
        var table = ExampleReader.Read(view, columns, problem, options.Set.Rows, purpose, options.Cancellation).Table;
        return new GradientCosines(
            [.. masks.SelectMany(mask => MaskedGradients.Cosines(mask.OwnWeights ?? network.Weights, mask.Mask, problem, table, slots, options.Threads, options.Cancellation)
                .Select((cosine, count) => Record(mask.Name, count, cosine)))],
            [.. network.Weights.MaskLayout.Modules.Select(module => module.Name)]);
    }

    private List<MaskTransformer> Chosen()
    {
        var own = stages.Masks.Where(mask => !mask.Options.Reinitialise).ToList();
        if (own.Count == 0)
        {
            throw new ArgumentException("The model has no mask on the network's own weights, so there is no gradient to compare; learn one with mlContext.Masks.Learn.");
        }

        if (options.Masks.FirstOrDefault(name => own.All(mask => mask.Name != name)) is { } unknown)
        {
            throw new ArgumentException(
                $"Masks asks for the gradients of '{unknown}', which is no mask on the network's own weights; those are {string.Join(", ", own.Select(mask => mask.Name))}.");
        }

        return [.. own.Where(mask => options.Masks.Count == 0 || options.Masks.Contains(mask.Name))];
    }

    private ResultRecord Record(string mask, int count, double cosine) => new(
        options.Labels.Experiment, options.Labels.Variant, options.Labels.Seed, Masks.Stages.Evaluate, mask, "", Condition.None, options.Set.Name, "",
        count.ToString(CultureInfo.InvariantCulture), null, Metrics.GradientCosine, cosine);
}
