using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>csv</c>: a text file through ML.NET's own loader, split, concatenated and normalised by stock stages.</summary>
internal static class CsvData
{
    public static ExperimentData Open(DataRequest request)
    {
        var settings = request.Plan.Data.Settings;
        var path = request.Plan.ResolvePath(settings.Text("path"));
        var separator = Separator(settings.Text("separator"));
        var names = CsvHeader.Read(path, separator, settings.Flag("header"), settings.PlaceOf("path"));
        var features = settings.Texts("features");
        var label = settings.Text("label");
        foreach (var (name, key) in features.Select(name => (name, "features")).Append((label, "label")))
        {
            if (!names.Contains(name))
            {
                throw new PipelineFileException(settings.PlaceOf(key), $"'{path}' has no column '{name}'{NearestName.Question(name, names)} Its columns: {string.Join(", ", names)}.");
            }
        }

        var ml = request.Context;
        var data = ml.Data.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. names.Select((name, index) => new TextLoader.Column(name, IsNumber(request.Plan, name) ? DataKind.Single : DataKind.String, index))],
            Separators = [separator],
            HasHeader = settings.Flag("header"),
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
        }).Load(path);
        var split = ml.Data.TrainTestSplit(data, settings.Number("validation_share"), seed: request.Seed);
        return new ExperimentData(split.TrainSet, split.TestSet, new ClassificationProblem())
        {
            Preparation = Prepare(ml, features, label, settings.Text("normalize")),
        };
    }

    private static IEstimator<ITransformer> Prepare(MLContext ml, IReadOnlyList<string> features, string label, string normalize)
    {
        var columns = ml.Transforms.Conversion.MapValueToKey("Label", label, keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.Concatenate("Features", [.. features]));
        return normalize switch
        {
            "min-max" => columns.Append(ml.Transforms.NormalizeMinMax("Features", fixZero: false)),
            "mean-variance" => columns.Append(ml.Transforms.NormalizeMeanVariance("Features", fixZero: false)),
            _ => columns,
        };
    }

    // A column is read as a number when it is a feature, or when a row filter compares it with numbers.
    private static bool IsNumber(ExperimentPlan plan, string name)
        => plan.Data.Settings.Texts("features").Contains(name)
            || plan.AllRows().Any(rows => rows.Column == name && rows.Rule == RowRule.Between);

    private static char Separator(string word) => word switch
    {
        "tab" => '\t',
        "space" => ' ',
        _ => word[0],
    };
}
