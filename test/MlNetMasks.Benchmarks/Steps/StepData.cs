using Microsoft.ML;
using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Examples for the measured steps.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Table">Its examples.</param>
internal sealed record StepData(BoundProblem Problem, ExampleTable Table)
{
    private const int Rows = 8192;

    public static StepData AddMul() => Create(new AddMulSource(DataSplit.Train, Rows), new DigitsProblem());

    public static StepData DoubleAddition() => Create(new DoubleAdditionSource(DataSplit.Train, Rows), new DoubleAdditionProblem());

    private static StepData Create(IDataView source, Problem problem)
    {
        var columns = ProblemColumns.Find(problem, source.Schema, needTargets: true);
        var bound = problem.Bind(columns.Sizes);
        return new StepData(bound, ExampleReader.Read(source, columns, bound, filter: null, "The benchmark", CancellationToken.None).Table);
    }
}
