using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;
using MlNetMasks.Schema;
using MlNetMasks.Scoring;

namespace MlNetMasks.Tests.Probe;

/// <summary>A throw-away stage with all the duties of a real one: scores, carries an object downstream, is saved and loaded.</summary>
internal sealed class ProbeStage(IHostEnvironment environment, ProbeNetwork network, string features = "Features") : BatchScoringTransformer(environment)
{
    public const string Id = "test.probe";
    public static readonly AnnotationCarrier<ProbeNetwork> Carrier = new("ProbeNetwork");

    public override string StageId => Id;

    public ProbeNetwork Network { get; } = network;

    public ProbeCounter Counter { get; } = new();

    public static void Register(MLContext context) => context.Masks.Registries.Stages.Register(Id, Read);

    public override void Write(StageWriter writer)
    {
        writer.WriteValue("network", Network);
        writer.WriteValue("features", features);
        writer.WriteBlob("weights", stream => stream.Write(MemoryMarshal.AsBytes(Weights().AsSpan())));
    }

    protected override ScoringBinding Bind(DataViewSchema inputSchema)
    {
        var column = new ColumnRequirement(features, ColumnForm.Vector, NumberDataViewType.Single).Require(inputSchema);
        var width = ((VectorDataViewType)column.Type).Size;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddSlotNames([.. Enumerable.Range(0, width).Select(i => $"slot{i}")]);
        Carrier.Add(annotations, Network);
        ScoringOutput[] outputs =
        [
            new(new("Probe", new VectorDataViewType(NumberDataViewType.Single, width), annotations.ToAnnotations()), [column]),
            new(new("Sum", NumberDataViewType.Single), [column]),
            new(new("SumText", TextDataViewType.Instance), [column]),
        ];
        return new ScoringBinding(
            inputSchema, outputs, (input, _, capacity) => new ProbeScorer(input, column, Network, Counter, capacity));
    }

    private static ProbeStage Read(IHostEnvironment environment, StageReader reader)
    {
        var stage = new ProbeStage(environment, reader.ReadValue<ProbeNetwork>("network"), reader.ReadValue<string>("features"));
        var weights = reader.ReadBlob("weights", stream =>
        {
            var values = new float[1000];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        });
        return weights.AsSpan().SequenceEqual(stage.Weights()) ? stage : throw reader.Invalid("weights do not belong to the network");
    }

    private float[] Weights() => [.. Enumerable.Range(0, 1000).Select(i => i * Network.Factor)];
}
