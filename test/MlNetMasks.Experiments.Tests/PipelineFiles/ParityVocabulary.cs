using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>A data source and a network kind of a user's own.</summary>
internal static class ParityVocabulary
{
    public const string File = """
        experiment: own
        data: { source: parity }
        network: { kind: tiny }
        pretrain: { steps: 3, batch_size: 4 }
        masks:
          defaults: { steps: 2, batch_size: 4 }
          functions:
            - { name: odd, rows: { column: Kind, equals: odd } }
        """;

    public static PipelineVocabulary Create() => PipelineVocabulary.Default with
    {
        DataSources = [.. PipelineVocabulary.Default.DataSources, new DataSourceDefinition("parity", "Bits.", new KeyTable(new KeySpec("bits", new IntegerSpec(1, 8), "Bits.") { Default = "3" })) { Open = Open }],
        Networks = [new NetworkDefinition("tiny", "Tiny.", new KeyTable()) { Create = _ => new FeedForwardNetwork([3]) }],
    };

    private static ExperimentData Open(DataRequest request)
    {
        var bits = request.Plan.Data.Settings.Integer("bits");
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, bits);
        var view = request.Context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 1 << bits).Select(number => new Row
            {
                Features = [.. Enumerable.Range(0, bits).Select(bit => (float)((number >> bit) & 1))],
                Kind = int.PopCount(number) % 2 == 1 ? "odd" : "even",
            }),
            schema);
        return new ExperimentData(view, view, new ClassificationProblem()) { Preparation = request.Context.Transforms.Conversion.MapValueToKey("Label", "Kind") };
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Kind { get; set; } = "";
    }
}
