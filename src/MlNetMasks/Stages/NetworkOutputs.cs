using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// The columns that a network adds, alone or under a mask: probabilities, the answer and, where the right answer is there, whether it is right.
/// </summary>
internal static class NetworkOutputs
{
    public const string Score = "Score";
    public const string Correct = "Correct";

    /// <summary>Name of a column: <c>Score</c> for the network itself, <c>add.Score</c> for the mask <c>add</c>.</summary>
    public static string NameOf(string? mask, string column) => mask is null ? column : $"{mask}.{column}";

    /// <summary>The shape of the columns of a pretraining stage.</summary>
    public static SchemaShape.Column[] Declare(Problem problem, SchemaShape input)
    {
        var hasTargets = problem.Columns.All(column => column.Purpose != ColumnPurpose.Target || input.Find(column.Name) is not null);
        return Declare(problem.AnswerColumn, problem.AnswerKind == ColumnKind.Key, hasTargets, mask: null, Carriers.Network.Declaration, [Carriers.Answer.Declaration]);
    }

    /// <summary>The shape of the columns of a mask stage, modelled on those of the pretraining stage upstream.</summary>
    public static SchemaShape.Column[] Declare(SchemaShape input, string mask)
    {
        var answer = Carriers.Answer.FindDeclaring(input)
            ?? throw new ArgumentException("The answer column of the pretraining stage is missing; keep it until the last mask stage.", nameof(input));
        return Declare(answer.Name, answer.IsKey, input.Find(Correct) is not null, mask, Carriers.Mask.Declaration, []);
    }

    /// <summary>Binds the columns to a schema.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The schema before the stage.</param>
    /// <param name="mask">Name of the mask, or <see langword="null"/>.</param>
    /// <param name="slots">Output slots that must be right.</param>
    /// <param name="carry">Puts the stage's own object on the score column.</param>
    /// <param name="predictor">Gives the predictor when scoring begins.</param>
    public static ScoringBinding Bind(
        PretrainedNetwork network, DataViewSchema input, string? mask, IReadOnlyList<int>? slots, Action<DataViewSchema.Annotations.Builder> carry, Func<NetworkPredictor> predictor)
    {
        var columns = ProblemColumns.Find(network.Problem, input, needTargets: false);
        columns.RequireSameSizes(network.ColumnSizes);
        var problem = network.BoundProblem;
        DataViewSchema.Column[] inputs = [.. Of(ColumnPurpose.Input)];
        var annotations = new DataViewSchema.Annotations.Builder();
        carry(annotations);
        if (network.Problem.AnswerKind == ColumnKind.Key)
        {
            annotations.AddSlotNames(problem.Answer.KeyNames);
        }

        var outputs = new List<ScoringOutput>
        {
            new(new(NameOf(mask, Score), new VectorDataViewType(NumberDataViewType.Single, problem.ScoreSize), annotations.ToAnnotations()), inputs),
            new(AnswerColumn(network, mask), inputs),
        };
        if (columns.HasTargets)
        {
            outputs.Add(new(new(NameOf(mask, Correct), BooleanDataViewType.Instance), [.. inputs, .. Of(ColumnPurpose.Target)]));
        }

        return new ScoringBinding(input, outputs, (row, isActive, capacity) => new NetworkScorer(predictor(), columns, slots, row, isActive, capacity));

        IEnumerable<DataViewSchema.Column> Of(ColumnPurpose purpose)
            => columns.Present.Where(column => column.Purpose == purpose).Select(column => input[column.Name]);
    }

    private static DataViewSchema.DetachedColumn AnswerColumn(PretrainedNetwork network, string? mask)
    {
        var name = NameOf(mask, network.Problem.AnswerColumn);
        var answer = network.BoundProblem.Answer;
        var annotations = new DataViewSchema.Annotations.Builder();
        if (mask is null)
        {
            Carriers.Answer.Add(annotations, answer);
        }

        if (network.Problem.AnswerKind != ColumnKind.Key)
        {
            return new(name, new VectorDataViewType(NumberDataViewType.Byte, answer.Width), annotations.ToAnnotations());
        }

        annotations.AddKeyValues(answer.KeyNames);
        return new(name, new KeyDataViewType(typeof(uint), answer.KeyNames.Count), annotations.ToAnnotations());
    }

    private static SchemaShape.Column[] Declare(
        string answer, bool isKey, bool hasTargets, string? mask, SchemaShape.Column carried, SchemaShape.Column[] answerAnnotations)
    {
        SchemaShape.Column[] columns =
        [
            ShapeColumn.Create(NameOf(mask, Score), ColumnForm.Vector, NumberDataViewType.Single, carried),
            isKey
                ? ShapeColumn.Create(NameOf(mask, answer), ColumnForm.Key, NumberDataViewType.UInt32, [ShapeColumn.KeyValues(), .. answerAnnotations])
                : ShapeColumn.Create(NameOf(mask, answer), ColumnForm.Vector, NumberDataViewType.Byte, answerAnnotations),
        ];
        return hasTargets ? [.. columns, ShapeColumn.Create(NameOf(mask, Correct), ColumnForm.Scalar, BooleanDataViewType.Instance)] : columns;
    }
}
