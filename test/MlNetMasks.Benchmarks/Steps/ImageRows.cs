using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Noise of the size of MNIST's and CIFAR-10's pictures: a step takes as long whatever it sees.</summary>
internal static class ImageRows
{
    private const int Rows = 2048;
    private const int Classes = 10;

    public static StepData Mnist() => Create(ImageProblem.Mnist, 28 * 28);

    public static StepData Cifar10() => Create(ImageProblem.Cifar10, 3 * 32 * 32);

    private static StepData Create(ImageProblem problem, int width)
    {
        var random = new RandomStream(1);
        var images = new byte[Rows * width];
        var labels = new int[Rows];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = (byte)random.NextInt32(256);
        }

        for (var i = 0; i < Rows; i++)
        {
            labels[i] = random.NextInt32(Classes);
        }

        var bound = problem.Bind(new Dictionary<string, ColumnSize>
        {
            [problem.ImageColumn] = new(width, []),
            [problem.LabelColumn] = new(1, [.. Enumerable.Range(0, Classes).Select(label => $"{label}")]),
        });
        return new StepData(bound, new ExampleTable([new ExampleColumn<byte>(problem.ImageColumn, width, images), new ExampleColumn<int>(problem.LabelColumn, 1, labels)]));
    }
}
