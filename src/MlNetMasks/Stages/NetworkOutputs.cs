using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// The columns that a network adds, alone or under a mask: probabilities, the answer, a sequence also as text, and, where the right answer is there, whether it is right.
/// </summary>
internal static class NetworkOutputs
{
    public const string Score = "Score";
    public const string Text = "PredictedText";
    public const string Correct = "Correct";

    /// <summary>Name of a column: <c>Score</c> for the network itself, <c>add.Score</c> for the mask <c>add</c>.</summary>
    public static string NameOf(string? mask, string column) => mask is null ? column : $"{mask}.{column}";

    /// <summary>The shape of the columns of a stage that is fitted, which takes right answers.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mask">Name of the mask, or <see langword="null"/>.</param>
    /// <param name="carried">Declares the object that the stage puts on its score column.</param>
    public static SchemaShape.Column[] Declare(Problem problem, string? mask, SchemaShape.Column carried)
    {
        var answer = NameOf(mask, problem.AnswerColumn);
        var correct = ShapeColumn.Create(NameOf(mask, Correct), ColumnForm.Scalar, BooleanDataViewType.Instance);
        return problem.AnswerKind == ColumnKind.Key
            ?
            [
                ShapeColumn.Create(NameOf(mask, Score), ColumnForm.Vector, NumberDataViewType.Single, ShapeColumn.SlotNames(), carried),
                ShapeColumn.Create(answer, ColumnForm.Key, NumberDataViewType.UInt32, ShapeColumn.KeyValues()),
                correct,
            ]
            :
            [
                ShapeColumn.Create(NameOf(mask, Score), ColumnForm.Vector, NumberDataViewType.Single, carried),
                ShapeColumn.Create(answer, ColumnForm.Vector, NumberDataViewType.Byte),
                .. problem.AnswersAreTokens ? (SchemaShape.Column[])[ShapeColumn.Create(NameOf(mask, Text), ColumnForm.Scalar, TextDataViewType.Instance)] : [],
                correct,
            ];
    }

    /// <summary>Binds the columns to a schema.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The schema before the stage.</param>
    /// <param name="mask">Name of the mask, or <see langword="null"/>.</param>
    /// <param name="slots">Output slots that must be right.</param>
    /// <param name="carry">Puts the stage's own object on the score column.</param>
    /// <param name="predictor">Scores.</param>
    public static ScoringBinding Bind(
        PretrainedNetwork network, DataViewSchema input, string? mask, IReadOnlyList<int>? slots, Action<DataViewSchema.Annotations.Builder> carry, SharedPredictor predictor)
    {
        var columns = ProblemColumns.Find(network.Problem, input, needTargets: false).As(network.ColumnSizes);
        var problem = network.BoundProblem;
        DataViewSchema.Column[] inputs = [.. Of(ColumnPurpose.Input)];
        var annotations = new DataViewSchema.Annotations.Builder();
        carry(annotations);
        if (network.Problem.AnswerKind == ColumnKind.Key)
        {
            annotations.AddSlotNames(problem.Answer.KeyNames);
        }

        var outputs = new List<(NetworkOutput Kind, ScoringOutput Output)>
        {
            (NetworkOutput.Score, new(new(NameOf(mask, Score), new VectorDataViewType(NumberDataViewType.Single, problem.ScoreSize), annotations.ToAnnotations()), inputs)),
            (NetworkOutput.Answer, new(AnswerColumn(network, mask), inputs)),
        };
        if (problem.Sequences is not null)
        {
            outputs.Add((NetworkOutput.Text, new(new(NameOf(mask, Text), TextDataViewType.Instance), inputs)));
        }

        if (columns.HasTargets)
        {
            outputs.Add((NetworkOutput.Correct, new(new(NameOf(mask, Correct), BooleanDataViewType.Instance), [.. inputs, .. Of(ColumnPurpose.Target)])));
        }

        NetworkOutput[] kinds = [.. outputs.Select(output => output.Kind)];
        return new ScoringBinding(
            input, [.. outputs.Select(output => output.Output)], (row, isActive, capacity) => new NetworkScorer(predictor, columns, slots, row, kinds, isActive, capacity));

        IEnumerable<DataViewSchema.Column> Of(ColumnPurpose purpose)
            => columns.Present.Where(column => column.Purpose == purpose).Select(column => input[column.Name]);
    }

    private static DataViewSchema.DetachedColumn AnswerColumn(PretrainedNetwork network, string? mask)
    {
        var name = NameOf(mask, network.Problem.AnswerColumn);
        var answer = network.BoundProblem.Answer;
        if (network.Problem.AnswerKind != ColumnKind.Key)
        {
            var type = new VectorDataViewType(NumberDataViewType.Byte, answer.Width);
            return answer.TokenNames.Count > 0
                ? new(name, type, new DataViewSchema.Annotations.Builder().AddTokenNames(answer.TokenNames).ToAnnotations())
                : new(name, type);
        }

        var annotations = new DataViewSchema.Annotations.Builder().AddKeyValues(answer.KeyNames);
        return new(name, new KeyDataViewType(typeof(uint), answer.KeyNames.Count), annotations.ToAnnotations());
    }
}
