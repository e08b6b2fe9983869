using System.Runtime.InteropServices;
using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>Saves and restores one stage: its position, what it learns, and while it is not done what its optimiser and its batches remember.</summary>
/// <remarks>Masks are drawn from streams that step and key name, so they need no state.</remarks>
internal sealed class StageCheckpoint
{
    private readonly ICheckpoint _checkpoint;
    private readonly TrainingState _state;
    private readonly int _stepCount;
    private readonly CheckpointIdentity _identity;
    private int _savedStep;
    private TimeSpan _savedAt;

    public StageCheckpoint(ICheckpoint checkpoint, TrainingState state, string stage, int stepCount, IEnumerable<(string Name, string Value)> settings)
    {
        _checkpoint = checkpoint;
        _state = state;
        _stepCount = stepCount;
        _identity = new CheckpointIdentity(stage, [("stage", stage), ("work", state.Work), .. settings, .. state.Describe()]);
    }

    /// <summary>Continues from what was saved last, if anything was.</summary>
    /// <returns>Whether anything was.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or belongs to other work; nothing was changed.</exception>
    public bool TryRestore(TrainingPosition position)
    {
        using var stream = _checkpoint.OpenLast();
        if (stream is null)
        {
            return false;
        }

        var content = CheckpointContent.Read(stream, _checkpoint.Name, _identity);
        var counts = content.Numbers<long>("position/counts", SafetensorsType.I64, 6);
        var sums = content.Numbers<double>("position/sums", SafetensorsType.F64, 3);
        var curveSteps = content.Numbers<long>("curve/steps", SafetensorsType.I64);
        var curve = content.Numbers<double>("curve/values", SafetensorsType.F64, 3 * curveSteps.Length);
        var isDone = counts[0] == _stepCount;
        var arenas = Arenas(isDone).ToList();
        var values = arenas.Select(part => content.Numbers<float>(part.Name, SafetensorsType.F32, part.Arena.Span(part.Slot).Length).ToArray()).ToList();
        var order = isDone ? [] : content.Numbers<int>("epochs/order", SafetensorsType.I32, position.Epochs.RowCount);
        var random = isDone ? [] : content.Numbers<ulong>("epochs/random", SafetensorsType.U64, RandomStream.StateLength);

        for (var i = 0; i < arenas.Count; i++)
        {
            values[i].CopyTo(arenas[i].Arena.Span(arenas[i].Slot));
        }

        if (!isDone)
        {
            position.Epochs.Restore(order, (int)counts[3], random);
        }

        _state.Optimizer.StepNumber = (int)counts[4];
        if (_state.Companion is { } companion)
        {
            companion.Optimizer.StepNumber = (int)counts[4];
        }

        (position.Step, position.Clipped, position.First) = ((int)counts[0], (int)counts[1], (int)counts[2]);
        (position.LossSum, position.Accuracy, position.Loss) = (sums[0], sums[1], sums[2]);
        position.EarlierElapsed = position.Elapsed = new TimeSpan(counts[5]);
        for (var i = 0; i < curveSteps.Length; i++)
        {
            position.Curve.Add(new CurvePoint((int)curveSteps[i], curve[3 * i], curve[(3 * i) + 1], curve[(3 * i) + 2]));
        }

        (_savedStep, _savedAt) = (position.Step, position.Elapsed);
        return true;
    }

    /// <summary>Saves when the interval has passed.</summary>
    public void SaveWhenDue(TrainingPosition position)
    {
        if (_checkpoint.Interval >= TimeSpan.Zero && position.Step < _stepCount && position.Elapsed - _savedAt >= _checkpoint.Interval)
        {
            Save(position);
        }
    }

    /// <summary>Saves what is not saved yet.</summary>
    public void Save(TrainingPosition position)
    {
        if (position.Step == _savedStep)
        {
            return;
        }

        _checkpoint.Save(stream => CheckpointContent.Write(stream, Tensors(position), _identity));
        (_savedStep, _savedAt) = (position.Step, position.Elapsed);
    }

    private List<SafetensorsTensor> Tensors(TrainingPosition position)
    {
        var isDone = position.Step == _stepCount;
        List<SafetensorsTensor> tensors =
        [
            Numbers<long>(
                "position/counts", SafetensorsType.I64, [position.Step, position.Clipped, position.First, position.Epochs.Position, _state.Optimizer.StepNumber, position.Elapsed.Ticks]),
            Numbers<double>("position/sums", SafetensorsType.F64, [position.LossSum, position.Accuracy, position.Loss]),
            Numbers<long>("curve/steps", SafetensorsType.I64, [.. position.Curve.Select(point => (long)point.Step)]),
            Numbers<double>("curve/values", SafetensorsType.F64, [.. position.Curve.SelectMany(point => new[] { point.Loss, point.Accuracy, point.ClippedShare })]),
            .. Arenas(isDone).Select(part => new SafetensorsTensor(
                part.Name, SafetensorsType.F32, [.. part.Arena.Layout.Slots[part.Slot].Shape.Select(size => (long)size)], new ArenaBytes(part.Arena, part.Slot).Memory)),
        ];
        if (!isDone)
        {
            tensors.Add(Numbers("epochs/order", SafetensorsType.I32, position.Epochs.Order));
            tensors.Add(Numbers<ulong>("epochs/random", SafetensorsType.U64, position.Epochs.RandomState()));
        }

        return tensors;
    }

    /// <summary>What is saved of the arenas: at the end only the result.</summary>
    private IEnumerable<(string Name, FloatArena Arena, int Slot)> Arenas(bool isDone)
    {
        IEnumerable<(string Name, FloatArena Arena)> arenas = [("values", _state.Values)];
        if (!isDone)
        {
            arenas = [.. arenas, .. _state.Optimizer.Memory];
        }

        if (_state.Companion is { } companion)
        {
            arenas = [.. arenas, (companion.Name, companion.Values)];
            if (!isDone)
            {
                arenas = [.. arenas, .. companion.Optimizer.Memory.Select(memory => ($"{companion.Name}-{memory.Name}", memory.Arena))];
            }
        }

        return arenas.SelectMany(part => part.Arena.Layout.Slots.Select((slot, index) => ($"{part.Name}/{slot.Name}", part.Arena, index)));
    }

    private static SafetensorsTensor Numbers<T>(string name, SafetensorsType type, ReadOnlySpan<T> values)
        where T : unmanaged
        => new(name, type, [values.Length], MemoryMarshal.AsBytes(values).ToArray());
}
