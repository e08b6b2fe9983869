using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Add/mul examples for the measured steps.</summary>
internal static class StepData
{
    public static (BoundProblem Problem, ExampleTable Table) Create()
    {
        var source = new AddMulSource(DataSplit.Train, StepNet.Rows, new AddMulOptions { Seed = 1 });
        var columns = ProblemColumns.Find(new DigitsProblem(), source.Schema, needTargets: true);
        var problem = new DigitsProblem().Bind(columns.Sizes);
        return (problem, ExampleReader.Read(source, columns, problem, filter: null, "The benchmark", CancellationToken.None).Table);
    }
}
