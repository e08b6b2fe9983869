#!/usr/bin/env dotnet
#:project ../../src/MlNetMasks/MlNetMasks.csproj
#:package TorchSharp-cpu
#:property PublishAot=false

// The quickstart as a program in one file:
//
//   dotnet run quickstart.cs                    prints the results
//   dotnet run quickstart.cs -- my-report       writes my-report/report.html as well
//
// Numbers of one digit and a small network keep it to seconds; pipelines/quickstart.yaml has the sizes for two digits.
// In a project of your own, replace the first two lines by: #:package MlNetMasks@0.1.0 and #:package TorchSharp-cpu@0.107.0

using System.Globalization;
using Microsoft.ML;
using MlNetMasks;
using MlNetMasks.Analysis;
using MlNetMasks.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

// The data: two digits, an operation, and the last digit of the result.
var digits = new AddMulOptions { Digits = 1 };
var train = new AddMulSource(DataSplit.Train, rows: 20_000, digits);
var validation = new AddMulSource(DataSplit.Validation, rows: 2_000, digits);

// Train a network on both operations, freeze it, and learn which of its weights each operation needs.
var ml = new MLContext(seed: 1);
var add = RowFilter.KeyIs("Operation", "add");
var mul = RowFilter.KeyIs("Operation", "mul");
var learning = new MaskStageOptions { StepCount = 1_000, LearningRate = 5e-2, Beta = 1e-4 };
var pipeline = ml.Masks.Pretrain(new FeedForwardNetwork([128, 128]), new() { Problem = new DigitsProblem(), StepCount = 1_500 })
    .Append(ml.Masks.Learn("control", learning with { Role = MaskRole.Control }))
    .Append(ml.Masks.Learn("add", learning with { Rows = add }))
    .Append(ml.Masks.Learn("mul", learning with { Rows = mul }));
using var model = pipeline.Fit(train);

// How well does the network do with all weights, with each mask, and with exactly the weights that a mask removes?
var labels = new ResultLabels("quickstart", "one-digit", Seed: 1);
var evaluation = ml.Masks.Evaluate(model, validation, new() { Sets = [new("add", add), new("mul", mul)], Labels = labels });
Console.WriteLine("mask      condition   adds    multiplies");
foreach (var answers in evaluation.Records.Where(record => record.Metric == Metrics.Accuracy).GroupBy(record => (record.Mask, record.Condition)))
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{answers.Key.Mask,-8}  {answers.Key.Condition,-9}  {answers.Single(record => record.DataSet == "add").Value,6:P1}  {answers.Single(record => record.DataSet == "mul").Value,6:P1}"));
}

// Which weights do both keep, and how many would two independent masks of the same size share?
var analysis = ml.Masks.Analyze(model, labels);
var overlap = MaskChance.Between(analysis.Masks["add"], analysis.Masks["mul"], draws: 1_000, seed: 1);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"IoMin of add and mul: {MaskStatistics.IoMin(analysis.Masks["add"], analysis.Masks["mul"]):0.000}; by chance {overlap.IoMin.Mean:0.000}"));

if (args is [var folder])
{
    var run = new StoredRun("", new RunInfo { Experiment = labels.Experiment, Variant = labels.Variant, Seed = labels.Seed, ControlMask = "control" }, [.. analysis.Records, .. evaluation.Records]);
    Console.WriteLine(RunReport.Write(RunResults.FromRuns([run]), folder));
}
