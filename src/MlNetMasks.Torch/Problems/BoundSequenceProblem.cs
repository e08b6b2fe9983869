using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary><see cref="SequenceProblem"/> with sizes.</summary>
internal sealed class BoundSequenceProblem : BoundProblem
{
    private readonly SequenceProblem _problem;
    private readonly SequenceColumn _input;
    private readonly SequenceColumn _target;
    private readonly int _end; // class of the end token

    public BoundSequenceProblem(SequenceProblem problem, ColumnSize input, ColumnSize target)
    {
        _problem = problem;
        _input = new SequenceColumn(problem.InputColumn, input);
        _target = new SequenceColumn(problem.TargetColumn, target);
        _end = target.KeyNames.Count - 1;
        Shape = new NetworkShape(input.Width, _end + 1)
        {
            Sequence = new SequenceShape(input.Width, input.KeyNames.Count - 1, target.Width, input.KeyNames.SequenceEqual(target.KeyNames)),
        };
        Answer = new AnswerShape(target.Width, []) { TokenNames = target.KeyNames };
        Sequences = new SequenceReading(problem, _input, _target);
    }

    /// <inheritdoc/>
    public override NetworkShape Shape { get; }

    /// <inheritdoc/>
    public override int OutputSlotCount => 1;

    /// <summary>The probability of every answered token, the end token included; zero behind it.</summary>
    public override int ScoreSize => Shape.AnswerCount;

    /// <inheritdoc/>
    public override AnswerShape Answer { get; }

    /// <inheritdoc/>
    public override ConfusionShape? Confusion => null;

    /// <inheritdoc/>
    public override SequenceReading? Sequences { get; }

    /// <inheritdoc/>
    public override void Validate(ExampleTable table, bool withTargets, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        _input.Validate(table, firstRow, mayBeEmpty: false);
        if (withTargets)
        {
            _target.Validate(table, firstRow, mayBeEmpty: true);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> LengthsOf(ExampleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (inputs, targets) = (table.Column<byte>(_problem.InputColumn), table.Column<byte>(_problem.TargetColumn));
        return [.. Enumerable.Range(0, table.RowCount).Select(row => SequenceColumn.LengthOf(inputs.Row(row)) + SequenceColumn.LengthOf(targets.Row(row)))];
    }

    /// <inheritdoc/>
    public override Batch CreateBatch(int rows) => new(rows, Shape.InputSize, Shape.AnswerCount);

    /// <inheritdoc/>
    public override void Encode(ExampleTable table, ReadOnlySpan<int> rows, Batch batch, bool withTargets, IReadOnlyList<int>? slots = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(batch);
        RequireSlots(slots);
        var inputs = table.Column<byte>(_problem.InputColumn);
        var targets = withTargets ? table.Column<byte>(_problem.TargetColumn) : null;
        for (var i = 0; i < rows.Length; i++)
        {
            var tokens = inputs.Row(rows[i]);
            var encoded = batch.InputRow(i);
            for (var t = 0; t < tokens.Length; t++)
            {
                encoded[t] = tokens[t];
            }

            if (targets is not null)
            {
                EncodeTarget(targets.Row(rows[i]), batch.TargetRow(i));
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, Batch batch, IReadOnlyList<int>? slots)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        RequireSlots(slots);
        using var scope = NewDisposeScope();
        var logits = Logits(output, batch.RowCount); // [batch, steps, classes]
        var targets = batch.Targets.narrow(1, 0, logits.size(1));
        var sum = nn.functional.cross_entropy(
            logits.reshape(-1, Shape.OutputSize), targets.reshape(-1), ignore_index: SequenceShape.NoToken, reduction: nn.Reduction.Sum);
        return sum.div(tensor((float[])[batch.RowCount]).squeeze(0)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override double BatchAccuracy(Tensor output, Batch batch, IReadOnlyList<int>? slots)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        RequireSlots(slots);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var logits = Logits(output, batch.RowCount);
        var targets = batch.Targets.narrow(1, 0, logits.size(1));
        var right = logits.argmax(-1).eq(targets).logical_or(targets.eq(tensor((long[])[SequenceShape.NoToken])));
        return right.all(1).to(ScalarType.Float32).mean().item<float>();
    }

    /// <inheritdoc/>
    public override void Read(Tensor output, ExampleTable table, ReadOnlySpan<int> rows, IReadOnlyList<int>? slots, bool withTargets, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(answers);
        RequireSlots(slots);
        using var scope = NewDisposeScope();
        var (best, choice) = Logits(output, rows.Length).softmax(-1).max(-1); // [rows, steps]
        var (probabilities, classes) = (best.contiguous().data<float>().ToArray(), choice.contiguous().data<long>().ToArray());
        var steps = probabilities.Length / rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var scores = answers.Scores.AsSpan(i * ScoreSize, ScoreSize);
            var symbols = answers.Symbols.AsSpan(i * Answer.Width, Answer.Width);
            var length = ReadRow(probabilities.AsSpan(i * steps, steps), classes.AsSpan(i * steps, steps), scores, symbols);
            if (scores.Contains(float.NaN))
            {
                throw new InvalidDataException($"The network's outputs for row {rows[i]} of its batch are no finite numbers; train it anew with a lower learning rate.");
            }

            answers.IsCorrect[i] = withTargets && length >= 0 && IsRight(table.Column<byte>(_problem.TargetColumn).Row(rows[i]), symbols);
        }
    }

    /// <inheritdoc/>
    public override void ReadConfusion(ExampleTable table, ReadOnlySpan<int> rows, Answers answers) =>
        throw new NotSupportedException("Sequences have no confusion table.");

    /// <summary>Writes one answer.</summary>
    /// <returns>Its length; -1 when it does not end.</returns>
    private int ReadRow(ReadOnlySpan<float> probabilities, ReadOnlySpan<long> classes, Span<float> scores, Span<int> symbols)
    {
        scores.Clear();
        symbols.Clear();
        for (var t = 0; t < classes.Length; t++)
        {
            scores[t] = probabilities[t];
            if (classes[t] == _end)
            {
                return t;
            }

            if (t < symbols.Length)
            {
                symbols[t] = (int)classes[t] + 1;
            }
        }

        return -1;
    }

    private static bool IsRight(ReadOnlySpan<byte> target, ReadOnlySpan<int> symbols)
    {
        for (var t = 0; t < target.Length; t++)
        {
            if (target[t] != symbols[t])
            {
                return false;
            }
        }

        return true;
    }

    private void EncodeTarget(ReadOnlySpan<byte> tokens, Span<long> classes)
    {
        var length = SequenceColumn.LengthOf(tokens);
        classes.Fill(SequenceShape.NoToken);
        for (var t = 0; t < length; t++)
        {
            classes[t] = tokens[t] - 1;
        }

        classes[length] = _end;
    }

    private Tensor Logits(Tensor output, int rows)
    {
        var most = Shape.AnswerCount;
        var size = (long)rows * Shape.OutputSize;
        if (output.numel() % size != 0 || output.numel() / size < 1 || output.numel() / size > most)
        {
            throw new InvalidOperationException(
                $"The network returned [{string.Join(", ", output.shape)}] for {rows} examples; its module must return {Shape.OutputSize} outputs for each of 1 to {most} steps per example.");
        }

        return output.reshape(rows, output.numel() / size, Shape.OutputSize);
    }
}
