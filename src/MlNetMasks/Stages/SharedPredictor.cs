using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// A predictor that several cursors and rows use at once. Its tensors exist only while somebody scores, so that neither a chain that fails to
/// fit nor a model that is never disposed leaves any behind.
/// </summary>
internal sealed class SharedPredictor(Func<NetworkPredictor> create) : IDisposable
{
    private readonly Lock _gate = new();

    // Weak, because ML.NET's prediction engine never disposes its rows: what nobody uses any more must not count as used.
    private readonly List<WeakReference<PredictionScratch>> _rented = [];
    private NetworkPredictor? _predictor;

    /// <summary>Gets the predictor and buffers of the caller's own, which go back with <see cref="Return"/>.</summary>
    public (NetworkPredictor Predictor, PredictionScratch Scratch) Rent(int capacity)
    {
        lock (_gate)
        {
            _predictor ??= create();
            var scratch = _predictor.CreateScratch(capacity);
            _rented.Add(new WeakReference<PredictionScratch>(scratch));
            return (_predictor, scratch);
        }
    }

    public void Return(PredictionScratch scratch)
    {
        scratch.Dispose();
        lock (_gate)
        {
            _rented.RemoveAll(rented => !rented.TryGetTarget(out var other) || other == scratch);
            if (_rented.Count == 0)
            {
                Free();
            }
        }
    }

    /// <summary>Frees the tensors of everybody who still scores; who comes later gets new ones.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var rented in _rented)
            {
                if (rented.TryGetTarget(out var scratch))
                {
                    scratch.Dispose();
                }
            }

            _rented.Clear();
            Free();
        }
    }

    private void Free()
    {
        _predictor?.Dispose();
        _predictor = null;
    }
}
