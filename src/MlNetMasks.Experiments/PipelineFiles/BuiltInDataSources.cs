using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Sources;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The key tables of the data sources that come with the program.</summary>
internal static class BuiltInDataSources
{
    private const int MaximumRows = 100_000_000;
    private const int MaximumQuestions = 10_000_000;

    public static DataSourceDefinition AddMul { get; } = new(
        "addmul",
        "Two numbers, added or multiplied, result modulo ten to the power of the digits.",
        new KeyTable(
            new KeySpec("digits", new IntegerSpec(1, 6), "Digits of each number and of the result.") { Default = "2" },
            new KeySpec("train_rows", new IntegerSpec(1, MaximumRows), "Rows drawn for training.") { Default = "200000" },
            new KeySpec("validation_rows", new IntegerSpec(1, MaximumRows), "Rows drawn for evaluation.") { Default = "10000" }))
    {
        Open = AddMulData.Open,
        Columns = _ => [new DataColumn(AddMulSource.OperationColumn, AddMulSource.OperationNames)],
    };

    public static DataSourceDefinition DoubleAddition { get; } = new(
        "double-addition",
        "Two pairs of numbers, each pair added, sums modulo ten to the power of the digits; the pairs are output slots 0 and 1.",
        new KeyTable(
            new KeySpec("digits", new IntegerSpec(1, 6), "Digits of each number and of each sum.") { Default = "2" },
            new KeySpec(
                "mode",
                new WordSpec(DoubleAdditionData.ModeWords),
                "How the pairs are shown and read, in one frame each: both together; in its frame only one pair, read at the end; with one input slot, output slot or both for the two pairs; or only one pair, read after its frame, the mode of feed-forward networks.")
            {
                Default = "only_one_io",
            },
            new KeySpec("train_rows", new IntegerSpec(1, MaximumRows), "Rows drawn for training.") { Default = "200000" },
            new KeySpec("validation_rows", new IntegerSpec(1, MaximumRows), "Rows drawn for evaluation.") { Default = "10000" }))
    {
        Open = DoubleAdditionData.Open,
    };

    public static DataSourceDefinition Csv { get; } = new(
        "csv",
        "A text file with one row per example: number columns as features and one label column.",
        new KeyTable(
            new KeySpec("path", new TextSpec(), "Path of the file, relative to the pipeline file.") { IsRequired = true },
            new KeySpec("separator", new WordSpec([",", ";", "|", "tab", "space"]), "What separates the columns.") { Default = "','" },
            new KeySpec("header", new FlagSpec(), "Whether the first line holds the column names; without it columns are named column0, column1, ...") { Default = "true" },
            new KeySpec("label", new TextSpec(), "Name of the column with the class.") { IsRequired = true },
            new KeySpec("features", new ListSpec(new TextSpec(), 1, 10_000), "Names of the number columns.") { IsRequired = true },
            new KeySpec("validation_share", new NumberSpec(0, 1) { AboveMinimum = true, BelowMaximum = true }, "Share of the rows held out for evaluation.") { Default = "0.25" },
            new KeySpec("normalize", new WordSpec(["min-max", "mean-variance", "none"]), "How features are scaled; learned on the training rows.") { Default = "min-max" }))
    {
        Open = CsvData.Open,
        Check = CheckCsv,
    };

    public static DataSourceDefinition Scan { get; } = new(
        "scan",
        "SCAN: all 20,910 commands and their actions as token sequences; member_of chooses a training or test set, such as JumpTrain.",
        new KeyTable(SourceFiles.Key))
    {
        Open = ScanData.Open,
        Columns = _ => [.. ScanSource.SetColumns.Append(ScanSource.CommandLengthColumn).Append(ScanSource.ActionLengthColumn).Select(Numbers)],
    };

    public static DataSourceDefinition Mathematics { get; } = new(
        "mathematics",
        "Questions and answers of one module of the Mathematics Dataset as characters; rows choose the Difficulty.",
        new KeyTable(
            new KeySpec("module", new WordSpec(MathematicsFiles.ModuleNames), "Kind of question.") { IsRequired = true },
            new KeySpec("easy_rows", new IntegerSpec(0, MaximumQuestions), "Easy questions before repeated ones are dropped.") { Default = "666666" },
            new KeySpec("medium_rows", new IntegerSpec(0, MaximumQuestions), "Medium questions before repeated ones are dropped.") { Default = "666666" },
            new KeySpec("hard_rows", new IntegerSpec(0, MaximumQuestions), "Hard questions before repeated ones are dropped.") { Default = "666666" },
            new KeySpec("test_rows", new IntegerSpec(0, MaximumQuestions), "Questions of interpolate, and of extrapolate where the module has it.") { Default = "10000" },
            SourceFiles.Key))
    {
        Open = MathematicsData.Open,
        Columns = _ =>
        [
            new DataColumn(MathematicsSource.DifficultyColumn, MathematicsFiles.DifficultyNames),
            Numbers(MathematicsSource.QuestionLengthColumn),
            Numbers(MathematicsSource.AnswerLengthColumn),
        ],
    };

    private static DataColumn Numbers(string name) => new(name, []);

    private static IEnumerable<PipelineError> CheckCsv(Settings settings)
    {
        IReadOnlyList<string> features = settings.Texts("features");
        if (features.Contains(settings.TextOrNone("label")))
        {
            yield return new PipelineError(settings.PlaceOf("features"), $"the label '{settings.Text("label")}' is also a feature: the network would read the answer; remove it from features.");
        }

        foreach (IGrouping<string, string> twice in features.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new PipelineError(settings.PlaceOf("features"), $"the feature '{twice.Key}' is listed {twice.Count()} times; list it once.");
        }
    }
}
