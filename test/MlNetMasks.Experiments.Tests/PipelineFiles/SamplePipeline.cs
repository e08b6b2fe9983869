using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>A small valid file, and what becomes of it after a change.</summary>
internal static class SamplePipeline
{
    public const string Text = """
        experiment: sample
        data:
          source: addmul
          digits: 2
        network:
          kind: feed-forward
          hidden: [60, 60]
        pretrain:
          steps: 400
        masks:
          defaults: { steps: 250, learning_rate: 5e-2 }
          functions:
            - { name: control, role: control }
            - { name: add, rows: { column: Operation, equals: add } }
            - { name: mul, rows: { column: Operation, equals: mul }, steps: 300 }
        evaluate:
          sets:
            - { name: add, rows: { column: Operation, equals: add } }
            - { name: mul, rows: { column: Operation, equals: mul } }
        gates:
          - { metric: accuracy, mask: add, condition: mask, set: add, at_least: 0.9 }

        """;

    public static PipelineFile Load(string text = Text) => PipelineFile.Parse("file.yaml", text);

    /// <summary>The faults after <paramref name="old"/>, which must be there, was replaced.</summary>
    public static IReadOnlyList<PipelineError> ErrorsWith(string old, string replacement)
    {
        Assert.Contains(old, Text);
        return Errors(Text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public static IReadOnlyList<PipelineError> Errors(string text) => Assert.ThrowsExactly<PipelineFileException>(() => Load(text)).Errors;

    public static string SingleError(string old, string replacement) => Single(ErrorsWith(old, replacement));

    public static string Single(IReadOnlyList<PipelineError> errors)
    {
        Assert.HasCount(1, errors, string.Join('\n', errors));
        return errors[0].ToString();
    }
}
