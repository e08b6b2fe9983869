using System.Globalization;
using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>mathematics</c>: questions of one module; row filters choose difficulties.</summary>
internal static class MathematicsData
{
    private const string CacheName = "mathematics";
    private const string Archive = "mathematics_dataset-v1.0.tar.gz";

    public static ExperimentData Open(DataRequest request)
    {
        var settings = request.Plan.Data.Settings;
        var module = MathematicsFiles.ModuleOf(settings.Text("module"));
        var options = new MathematicsOptions
        {
            EasyExamples = settings.Integer("easy_rows"),
            MediumExamples = settings.Integer("medium_rows"),
            HardExamples = settings.Integer("hard_rows"),
            InterpolateExamples = settings.Integer("test_rows"),
            ExtrapolateExamples = settings.Integer("test_rows"),
            Seed = request.Seed,
        };
        var path = ArchiveOf(settings);
        var questions = path is null
            ? MathematicsQuestions.Generate(module, options)
            : SourceFiles.Read(settings, () => MathematicsQuestions.Read(path, module, options));
        return new ExperimentData(
            new MathematicsSource(questions, DataSplit.Train),
            new MathematicsSource(questions, DataSplit.Validation),
            new SequenceProblem(MathematicsSource.QuestionColumn, MathematicsSource.AnswerColumn))
        {
            Notes = [path is null ? $"The questions are generated from seed {request.Seed}, with the rules of the published set." : "The questions are those of the released files.", HeldOut(questions)],
        };
    }

    private static string? ArchiveOf(Settings settings)
    {
        if (settings.Text("files") == SourceFiles.Generated)
        {
            return null;
        }

        var cache = DataCache.Default;
        return cache.Find(CacheName, Archive) ?? (settings.Text("files") == SourceFiles.Auto
            ? null
            : throw new PipelineFileException(
                settings.PlaceOf("files"),
                $"'{cache.PathOf(CacheName, Archive)}' does not exist; fetch it with 'mlnetmasks data fetch mathematics' (2.3 GB), or generate the questions with --set data.files=generated."));
    }

    private static string HeldOut(MathematicsQuestions questions) => "Different questions, trained and held out: " + string.Join(", ", Enum.GetValues<MathematicsDifficulty>()
        .Select(difficulty => (Difficulty: difficulty, Train: questions.CountOf(DataSplit.Train, difficulty), Test: questions.CountOf(DataSplit.Validation, difficulty)))
        .Where(counts => counts.Train + counts.Test > 0)
        .Select(counts => string.Create(CultureInfo.InvariantCulture, $"{MathematicsFiles.NameOf(counts.Difficulty)} {counts.Train:N0} and {counts.Test:N0}"))) + ".";
}
