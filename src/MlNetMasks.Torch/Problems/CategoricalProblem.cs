using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Answers made of a fixed number of symbols, each one of the same classes: a class label is one symbol, a two-digit number two symbols
/// of ten classes. Loss: cross-entropy, mean over the batch and the symbols.
/// </summary>
public abstract class CategoricalProblem : BoundProblem
{
    private readonly int _classCount;
    private readonly IReadOnlyList<int> _slotOfSymbol;

    /// <summary>Fixes the sizes.</summary>
    /// <param name="inputSize">Network inputs.</param>
    /// <param name="classCount">Classes of a symbol, at least 1.</param>
    /// <param name="slotOfSymbol">The output slot of each symbol, counted from 0; its count is the number of symbols, at least 1.</param>
    /// <exception cref="ArgumentException">There is no class or no symbol, or a slot is negative.</exception>
    protected CategoricalProblem(int inputSize, int classCount, IReadOnlyList<int> slotOfSymbol)
        : this(new NetworkShape(inputSize, classCount * (slotOfSymbol ?? throw new ArgumentNullException(nameof(slotOfSymbol))).Count), classCount, slotOfSymbol)
    {
    }

    /// <summary>Fixes the sizes of a problem whose examples may have several frames.</summary>
    /// <param name="shape">Sizes of the network; where its output is not the symbols' logits one after another, override <see cref="LogitsOfSymbols"/>.</param>
    /// <param name="classCount">Classes of a symbol, at least 1.</param>
    /// <param name="slotOfSymbol">The output slot of each symbol, counted from 0; its count is the number of symbols, at least 1.</param>
    /// <exception cref="ArgumentException">There is no class or no symbol, or a slot is negative.</exception>
    protected CategoricalProblem(NetworkShape shape, int classCount, IReadOnlyList<int> slotOfSymbol)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(slotOfSymbol);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (slotOfSymbol.Count == 0 || slotOfSymbol.Any(slot => slot < 0))
        {
            throw new ArgumentException(
                $"The symbols of an answer have slots [{string.Join(", ", slotOfSymbol)}]; an answer needs at least one symbol, and slots count from 0.", nameof(slotOfSymbol));
        }

        _classCount = classCount;
        _slotOfSymbol = [.. slotOfSymbol];
        Shape = shape;
    }

    /// <inheritdoc/>
    public override NetworkShape Shape { get; }

    /// <inheritdoc/>
    public override int OutputSlotCount => _slotOfSymbol.Max() + 1;

    /// <inheritdoc/>
    public override int ScoreSize => SymbolCount * _classCount;

    private int SymbolCount => _slotOfSymbol.Count;

    /// <summary>Writes the network's inputs of one row.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="row">Index of the row.</param>
    /// <param name="input">Receives all inputs; holds old values.</param>
    protected abstract void EncodeInput(ExampleTable table, int row, Span<float> input);

    /// <summary>
    /// Clears the inputs that tell nothing about the slots that count, where a function is learned without showing the others; by default all inputs stay.
    /// </summary>
    /// <param name="slots">The output slots that count.</param>
    /// <param name="input">The inputs of one row.</param>
    protected virtual void HideOtherSlots(IReadOnlyList<int> slots, Span<float> input)
    {
    }

    /// <summary>Finds the logits of the symbols in the network's output; by default they are the output.</summary>
    /// <param name="output">Network output, <c>[rows, answers x outputs]</c>.</param>
    /// <returns>As many elements as there are rows, symbols and classes, in this order.</returns>
    protected virtual Tensor LogitsOfSymbols(Tensor output) => output;

    /// <summary>Writes the right symbols of one row, each in [0, classes).</summary>
    /// <param name="table">The examples.</param>
    /// <param name="row">Index of the row.</param>
    /// <param name="symbols">Receives one value per symbol.</param>
    protected abstract void ReadTarget(ExampleTable table, int row, Span<long> symbols);

    /// <summary>Places an answer in the confusion table.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="row">Index of the row.</param>
    /// <param name="symbols">The answered symbols.</param>
    /// <returns>True and answered class.</returns>
    protected abstract (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols);

    /// <inheritdoc/>
    public override Batch CreateBatch(int rows) => new(rows, Shape.InputFrameCount * Shape.InputSize, SymbolCount);

    /// <inheritdoc/>
    public override void Encode(ExampleTable table, ReadOnlySpan<int> rows, Batch batch, bool withTargets, IReadOnlyList<int>? slots = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireSlots(slots);
        for (var i = 0; i < rows.Length; i++)
        {
            var input = batch.InputRow(i);
            EncodeInput(table, rows[i], input);
            if (slots is not null)
            {
                HideOtherSlots(slots, input);
            }

            if (withTargets)
            {
                ReadTarget(table, rows[i], batch.TargetRow(i));
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Batch batch, IReadOnlyList<int>? slots)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var logits = Logits(output, batch.RowCount); // [batch, symbols, classes]
        var targets = batch.Targets;                 // [batch, symbols]
        if (SymbolsOf(slots) is { } symbols)
        {
            var index = tensor(symbols, ScalarType.Int64);
            logits = logits.index_select(1, index);
            targets = targets.index_select(1, index);
        }

        return nn.functional.cross_entropy(logits.reshape(-1, _classCount), targets.reshape(-1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override double BatchAccuracy(Tensor output, Batch batch, IReadOnlyList<int>? slots)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var right = Logits(output, batch.RowCount).argmax(-1).eq(batch.Targets); // [batch, symbols]
        if (SymbolsOf(slots) is { } symbols)
        {
            right = right.index_select(1, tensor(symbols, ScalarType.Int64));
        }

        return right.all(1).to(ScalarType.Float32).mean().item<float>();
    }

    /// <inheritdoc/>
    public override void Read(Tensor output, ExampleTable table, ReadOnlySpan<int> rows, IReadOnlyList<int>? slots, bool withTargets, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(answers);
        RequireSlots(slots);
        using (NewDisposeScope())
        {
            var probabilities = Logits(output, rows.Length).softmax(-1).contiguous();
            probabilities.data<float>().CopyTo(answers.Scores.AsSpan(0, rows.Length * ScoreSize));
        }

        var target = new long[SymbolCount];
        for (var i = 0; i < rows.Length; i++)
        {
            if (float.IsNaN(answers.Scores[i * ScoreSize]))
            {
                throw new InvalidDataException($"The network's outputs for row {rows[i]} of its batch are no finite numbers; scale the input columns as for training.");
            }

            var symbols = answers.Symbols.AsSpan(i * SymbolCount, SymbolCount);
            for (var s = 0; s < SymbolCount; s++)
            {
                symbols[s] = MostLikely(answers.Scores.AsSpan((i * ScoreSize) + (s * _classCount), _classCount));
            }

            answers.IsCorrect[i] = withTargets;
            if (withTargets)
            {
                ReadTarget(table, rows[i], target);
                for (var s = 0; s < SymbolCount; s++)
                {
                    answers.IsCorrect[i] &= symbols[s] == target[s] || slots?.Contains(_slotOfSymbol[s]) == false;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void ReadConfusion(ExampleTable table, ReadOnlySpan<int> rows, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        for (var i = 0; i < rows.Length; i++)
        {
            (answers.TrueClasses[i], answers.AnsweredClasses[i]) = Confuse(table, rows[i], answers.Symbols.AsSpan(i * SymbolCount, SymbolCount));
        }
    }

    private static int MostLikely(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }

    private Tensor Logits(Tensor output, int rows)
    {
        var outputs = Shape.AnswerCount * Shape.OutputSize;
        if (output.numel() != (long)rows * outputs)
        {
            throw new InvalidOperationException(
                $"The network returned [{string.Join(", ", output.shape)}] for {rows} examples; its module must return {outputs} outputs per example.");
        }

        return LogitsOfSymbols(output.reshape(rows, outputs)).reshape(rows, SymbolCount, _classCount);
    }

    private long[]? SymbolsOf(IReadOnlyList<int>? slots)
    {
        RequireSlots(slots);
        return slots is null ? null : [.. Enumerable.Range(0, SymbolCount).Where(symbol => slots.Contains(_slotOfSymbol[symbol])).Select(symbol => (long)symbol)];
    }
}
