using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Scoring;

namespace MlNetMasks.Tests.Probe;

/// <summary>Output 0 is the feature vector times the factor, output 1 its sum, output 2 its sum as text.</summary>
internal sealed class ProbeScorer : IBatchScorer
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly ProbeNetwork _network;
    private readonly ProbeCounter _counter;
    private readonly float[] _inputs;
    private readonly float[] _scores;
    private readonly float[] _sums;
    private readonly int _width;
    private VBuffer<float> _features;
    private bool _disposed;

    public ProbeScorer(DataViewRow input, DataViewSchema.Column column, ProbeNetwork network, ProbeCounter counter, int capacity)
    {
        _getter = input.GetGetter<VBuffer<float>>(column);
        _network = network;
        _counter = counter;
        _width = ((VectorDataViewType)column.Type).Size;
        _inputs = new float[capacity * _width];
        _scores = new float[capacity * _width];
        _sums = new float[capacity];
        counter.Opened();
    }

    public void Load(int slot)
    {
        _getter(ref _features);
        _features.CopyTo(_inputs.AsSpan(slot * _width, _width));
        _counter.LoadedOne();
    }

    public void Score(int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (var slot = 0; slot < count; slot++)
        {
            var sum = 0f;
            for (var i = slot * _width; i < (slot + 1) * _width; i++)
            {
                _scores[i] = _inputs[i] * _network.Factor;
                sum += _scores[i];
            }

            _sums[slot] = sum;
        }

        _counter.Scored(count);
    }

    public Delegate GetOutput(int output) => output switch
    {
        0 => (SlotGetter<VBuffer<float>>)GetScores,
        1 => (SlotGetter<float>)((int slot, ref float value) => value = _sums[slot]),
        _ => (SlotGetter<ReadOnlyMemory<char>>)((int slot, ref ReadOnlyMemory<char> value) =>
            value = _sums[slot].ToString("R", System.Globalization.CultureInfo.InvariantCulture).AsMemory()),
    };

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _counter.Closed();
        }
    }

    private void GetScores(int slot, ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, _width);
        _scores.AsSpan(slot * _width, _width).CopyTo(editor.Values);
        value = editor.Commit();
    }
}
