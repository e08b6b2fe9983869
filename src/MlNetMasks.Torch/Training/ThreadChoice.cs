namespace MlNetMasks.Torch;

/// <summary>Chooses the threads of a stage.</summary>
internal static class ThreadChoice
{
    /// <summary>Multiply-adds per step below which the barriers between threads cost more than they save.</summary>
    private const long SmallWork = 40_000_000;

    /// <summary>Most threads of a stage.</summary>
    public const int Maximum = 1024;

    /// <summary>The user's choice, or one thread for small work and every available core for larger work.</summary>
    /// <param name="requested">The user's choice; 0 for none.</param>
    /// <param name="weightCount">Weights of the network, each as often as an example uses it.</param>
    /// <param name="batchSize">Examples per step.</param>
    public static int For(int requested, long weightCount, int batchSize)
        => requested > 0 ? requested : weightCount * batchSize < SmallWork ? 1 : Math.Min(Environment.ProcessorCount, Maximum);
}
