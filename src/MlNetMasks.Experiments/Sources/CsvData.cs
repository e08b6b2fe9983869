using System.Globalization;
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
        var lines = new CsvLines(path, Separator(settings.Text("separator")), settings.Flag("header"));
        var names = CsvHeader.Read(lines, settings.PlaceOf("path"));
        var features = settings.Texts("features");
        var label = settings.Text("label");
        var used = features.Select(name => (Name: name, Place: settings.PlaceOf("features")))
            .Append((Name: label, Place: settings.PlaceOf("label")))
            .Concat(request.Plan.AllRows().Select(rows => (Name: rows.Column, rows.Place)));
        foreach (var (name, place) in used.Where(column => !names.Contains(column.Name)))
        {
            throw new PipelineFileException(place, $"'{path}' has no column '{name}'{NearestName.Question(name, names)} Its columns: {CsvHeader.List(names)}.");
        }

        CsvCheck.Require(request.Plan, lines, names);
        var ml = request.Context;
        var data = ml.Data.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. names.Select((name, index) => new TextLoader.Column(name, IsNumber(request.Plan, name) ? DataKind.Single : DataKind.String, index))],
            Separators = [lines.Separator],
            HasHeader = lines.HasHeader,
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
        }).Load(path);
        var split = ml.Data.TrainTestSplit(data, settings.Number("validation_share"), seed: request.Seed);
        RequireTrainedClasses(split, label, settings);
        return new ExperimentData(split.TrainSet, split.TestSet, new ClassificationProblem())
        {
            Preparation = Prepare(ml, features, label, settings.Text("normalize")),
        };
    }

    private static void RequireTrainedClasses(DataOperationsCatalog.TrainTestData split, string label, Settings settings)
    {
        var (trained, tested) = (Classes(split.TrainSet, label), Classes(split.TestSet, label));
        if (tested.Except(trained, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new PipelineFileException(
                settings.PlaceOf("validation_share"),
                $"the validation rows of this seed hold class '{CsvHeader.Short(unknown)}', but no training row does, so the network cannot learn it; give the class more rows, lower validation_share or choose another seed.");
        }

        if (trained.Count < 2 || tested.Count == 0)
        {
            throw new PipelineFileException(
                settings.PlaceOf("validation_share"),
                $"with this validation_share and seed {trained.Count} classes have training rows and {tested.Count} have validation rows; give the file more rows, change validation_share or choose another seed.");
        }
    }

    // The label is read as text unless a row filter compares it with numbers; then equal numbers are one class.
    private static HashSet<string> Classes(IDataView data, string label)
    {
        var column = data.Schema[label];
        return column.Type is TextDataViewType
            ? [.. data.GetColumn<ReadOnlyMemory<char>>(column).Select(text => text.ToString())]
            : [.. data.GetColumn<float>(column).Select(number => number.ToString("R", CultureInfo.InvariantCulture))];
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

    // A column is read as a number when it is a feature, or when a row filter compares it with numbers or counts by it.
    private static bool IsNumber(ExperimentPlan plan, string name)
        => plan.Data.Settings.Texts("features").Contains(name)
            || plan.AllRows().Any(rows => rows.Column == name && rows.Rule is (RowRule.Between or RowRule.Member));

    private static char Separator(string word) => word switch
    {
        "tab" => '\t',
        "space" => ' ',
        _ => word[0],
    };
}
