using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A <see cref="Problem"/> with sizes: encodes batches, computes the loss and reads answers. Stateless, safe on several threads.</summary>
public abstract class BoundProblem
{
    /// <summary>Sizes of the network that solves it.</summary>
    public abstract NetworkShape Shape { get; }

    /// <summary>Number of output slots: parts of the answer that a mask may be learned for on their own.</summary>
    public abstract int OutputSlotCount { get; }

    /// <summary>Probabilities per example in the score column.</summary>
    public abstract int ScoreSize { get; }

    /// <summary>What an answer looks like as a column.</summary>
    public abstract AnswerShape Answer { get; }

    /// <summary>The axes of the confusion table, or <see langword="null"/> where its columns are missing.</summary>
    public abstract ConfusionShape? Confusion { get; }

    /// <summary>Reads inputs and answers as sequences; <see langword="null"/> (the default) where they are none.</summary>
    public virtual SequenceReading? Sequences => null;

    /// <summary>Checks examples before training or scoring.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="withTargets">Whether right answers are there and needed.</param>
    /// <param name="firstRow">Number of the table's first row in the data it comes from, for messages.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidDataException">
    /// A column has another width than the problem was bound to, or a value cannot be used; the message names row, column, value and what was expected.
    /// </exception>
    public abstract void Validate(ExampleTable table, bool withTargets, long firstRow);

    /// <summary>How long each row is, where batches of rows of similar length are cheaper: training then draws its batches from buckets, see <see cref="ShuffledEpochs"/>.</summary>
    /// <param name="table">The examples, targets included.</param>
    /// <returns>One length per row; empty (the default) where all rows cost the same.</returns>
    public virtual IReadOnlyList<int> LengthsOf(ExampleTable table) => [];

    /// <summary>Makes the tensors of a batch.</summary>
    /// <param name="rows">Examples per batch, at least 1.</param>
    /// <returns>An empty batch; the caller disposes it.</returns>
    public abstract Batch CreateBatch(int rows);

    /// <summary>Makes room for the answers to a batch.</summary>
    /// <param name="capacity">Most examples per batch.</param>
    /// <returns>The arrays.</returns>
    public Answers CreateAnswers(int capacity) => new(capacity, ScoreSize, Answer.Width);

    /// <summary>Encodes rows into a batch.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="rows">Indices of the rows, at most as many as the batch holds; the remaining rows of the batch stay as they are.</param>
    /// <param name="batch">Receives the encoding.</param>
    /// <param name="withTargets">Whether right answers are there and wanted.</param>
    /// <param name="slots">
    /// Output slots that count in the loss, so that a problem can hide what belongs to the others; <see langword="null"/>, as when predicting, shows everything.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are more rows than the batch holds.</exception>
    /// <exception cref="ArgumentException">There is no such slot, or none at all.</exception>
    public abstract void Encode(ExampleTable table, ReadOnlySpan<int> rows, Batch batch, bool withTargets, IReadOnlyList<int>? slots = null);

    /// <summary>Writes the inputs of an encoded training batch anew, each image changed at random.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="rows">Indices of the batch's rows.</param>
    /// <param name="batch">Receives the inputs.</param>
    /// <param name="augmentation">The kinds of change.</param>
    /// <param name="key">Key of the step's random streams.</param>
    /// <exception cref="NotSupportedException">The problem has no images, or none that it can change.</exception>
    public virtual void Augment(ExampleTable table, ReadOnlySpan<int> rows, Batch batch, ImageAugmentation augmentation, ulong key) =>
        throw new NotSupportedException($"{GetType().Name} does not change images at random; leave Augmentation null.");

    /// <summary>The task loss of METHOD: mean over the batch and the answers it counts; of sequences summed over their tokens, mean over the batch.</summary>
    /// <param name="output">Network output, <c>[groups, batch / groups, outputs]</c>.</param>
    /// <param name="batch">The batch it answers.</param>
    /// <param name="slots">Output slots that count; <see langword="null"/> for all.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">There is no such slot, or none at all.</exception>
    /// <exception cref="InvalidOperationException">The output has the wrong size.</exception>
    public abstract Tensor Loss(Tensor output, Batch batch, IReadOnlyList<int>? slots);

    /// <summary>Reads answers from outputs.</summary>
    /// <param name="output">Network output, <c>[1, rows, outputs]</c>.</param>
    /// <param name="table">The examples.</param>
    /// <param name="rows">Indices of the rows that were answered.</param>
    /// <param name="slots">Output slots that must be right; <see langword="null"/> for all.</param>
    /// <param name="withTargets">Whether right answers are there.</param>
    /// <param name="answers">Receives the answers.</param>
    public abstract void Read(Tensor output, ExampleTable table, ReadOnlySpan<int> rows, IReadOnlyList<int>? slots, bool withTargets, Answers answers);

    /// <summary>Places the answers last read in the confusion table. Called only where <see cref="Confusion"/> is not null and its columns are there.</summary>
    /// <param name="table">The examples, with the columns of the confusion table.</param>
    /// <param name="rows">The rows that were read.</param>
    /// <param name="answers">Holds the answers; receives <see cref="Answers.TrueClasses"/> and <see cref="Answers.AnsweredClasses"/>.</param>
    public abstract void ReadConfusion(ExampleTable table, ReadOnlySpan<int> rows, Answers answers);

    /// <summary>Share of right answers of a training batch, without reading them out one by one.</summary>
    /// <param name="output">Network output, <c>[groups, batch / groups, outputs]</c>.</param>
    /// <param name="batch">The batch it answers.</param>
    /// <param name="slots">Output slots that must be right; <see langword="null"/> for all.</param>
    /// <returns>The share in [0, 1].</returns>
    public abstract double BatchAccuracy(Tensor output, Batch batch, IReadOnlyList<int>? slots);

    /// <summary>The inputs and outputs of the network that belong to one output slot alone.</summary>
    /// <param name="slot">The slot, counted from 0.</param>
    /// <returns>The region; <see langword="null"/> (the default) where the slot shares inputs or outputs with others.</returns>
    public virtual SlotRegion? SlotRegionOf(int slot) => null;

    /// <summary>Checks that there is something to augment.</summary>
    internal void RequireImages(ImageAugmentation? augmentation)
    {
        if (augmentation is not null && Shape.Image is null)
        {
            throw new ArgumentException("Augmentation is set, but the problem has no images to crop or flip; leave it null, or use ImageProblem.", nameof(augmentation));
        }
    }

    /// <summary>Checks a choice of output slots: an empty one would make every answer right and every loss no number.</summary>
    internal void RequireSlots(IReadOnlyList<int>? slots)
    {
        if (slots is not null && (slots.Count == 0 || slots.Any(slot => slot < 0 || slot >= OutputSlotCount)))
        {
            throw new ArgumentException(
                $"The output slots are [{string.Join(", ", slots)}]; choose at least one from 0 to {OutputSlotCount - 1}, or null for all.", nameof(slots));
        }
    }
}
