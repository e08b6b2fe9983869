using System.Globalization;
using Microsoft.ML;
using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>What a pipeline file says about a source of pictures.</summary>
/// <param name="Request">What the source is opened for.</param>
internal sealed record ImageSettings(DataRequest Request)
{
    public int Seed => Request.Seed;

    public int? TrainRows => Find("train_rows");

    public int? ValidationRows => Find("validation_rows");

    public double? ValidationShare => Settings.NumberOrNone("validation_share");

    public int[] Permutations => [.. Enumerable.Range(0, Find("permutations") ?? 1)];

    /// <summary>Which images of a data set with a test set are evaluated.</summary>
    public ImageSplit Evaluated => ValidationShare is null ? ImageSplit.Test : ImageSplit.Validation;

    private Settings Settings => Request.Plan.Data.Settings;

    /// <summary>The numbers of rows of a synthetic stand-in: those that the data set would have.</summary>
    /// <param name="trainImages">Training images of the data set.</param>
    /// <param name="testImages">Test images of the data set.</param>
    public (int Train, int Validation) DrawnRows(int trainImages, int testImages)
    {
        var heldOut = (int)Math.Round((ValidationShare ?? 0) * trainImages, MidpointRounding.AwayFromZero);
        return (TrainRows ?? Math.Max(trainImages - heldOut, 1), ValidationRows ?? (heldOut > 0 ? heldOut : testImages));
    }

    /// <summary>Reads official files.</summary>
    /// <param name="set">Name of the data set, of its source and of its folder in the cache.</param>
    /// <param name="standIn">The synthetic source in its place.</param>
    /// <param name="read">Reads the folder.</param>
    /// <exception cref="PipelineFileException">A file is missing, unreadable or not what it should be.</exception>
    public T ReadFiles<T>(string set, string standIn, Func<string, T> read)
    {
        var folder = Path.Combine(DataCache.Default.Folder, set);
        return SourceFiles.Read(Settings, () => read(folder), missing =>
            $"'{missing}' does not exist; fetch the official files with 'mlnetmasks data fetch {set}', or use synthetic pictures with --set data.source={standIn}.");
    }

    /// <summary>The data of the run.</summary>
    /// <param name="problem">How pictures of this form become inputs.</param>
    /// <param name="train">Opens what is trained on.</param>
    /// <param name="validation">Opens what is evaluated on.</param>
    /// <param name="notes">What a reader of the results must know.</param>
    public ExperimentData Open(ImageProblem problem, Func<IDataView> train, Func<IDataView> validation, params string[] notes)
    {
        try
        {
            return new ExperimentData(train(), validation(), problem)
            {
                Notes = Permutations.Length > 1 ? [.. notes, PermutationNote] : notes,
            };
        }
        catch (ArgumentException e)
        {
            throw new PipelineFileException(Settings.PlaceOf("validation_share"), e.Message, e);
        }
    }

    private string PermutationNote => string.Create(
        CultureInfo.InvariantCulture,
        $"Every image comes in {Permutations.Length} pixel orders drawn from seed {Seed}, the same for training and evaluation; permutation 0 leaves the pixels where they are.");

    private int? Find(string key) => Settings.Has(key) ? Settings.Integer(key) : null;
}
