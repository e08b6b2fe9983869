using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The rows that a network answers on its own, step by step, always with the likeliest token. Rows that have ended are dropped from time to time, so that
/// the long ones go on alone.
/// </summary>
/// <param name="groups">Groups; rows are dropped only where there is one.</param>
/// <param name="rows">Rows per group.</param>
/// <param name="end">Class of the end token, the last one.</param>
/// <param name="mostSteps">Steps after which every row ends.</param>
internal sealed class GreedyDecoding(long groups, long rows, long end, long mostSteps)
{
    private readonly List<(Tensor Logits, Tensor? Rows)> _steps = [];
    private Tensor? _rows;   // indices of the rows still there; null for all
    private bool _hasNewRows; // since the last step
    private Tensor? _isAlive; // [groups, rows still there]

    /// <summary>Whether there is nothing more to decode.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The last tokens of the rows still there, <c>[groups, rows, 1]</c>; at first the start token.</summary>
    public Tensor Tokens { get; private set; } = TokenRows.StartOf(groups, rows, end);

    /// <summary>Takes the outputs of a step; they and the properties live in the current dispose scope until <see cref="MoveToOuterScope"/>.</summary>
    /// <param name="logits"><c>[groups, rows still there, classes]</c></param>
    /// <returns>The places of the rows that go on, among those that were there; null while all do.</returns>
    public Tensor? Add(Tensor logits)
    {
        var shown = _isAlive is null ? logits : logits.mul(_isAlive.to(logits.dtype).unsqueeze(-1)); // nothing stands behind the end
        _steps.Add((shown, _rows));
        var choice = logits.argmax(-1);
        var goesOn = choice.ne(tensor((long[])[end]));
        var alive = _isAlive is null ? goesOn : goesOn.logical_and(_isAlive);
        var count = alive.sum().item<long>();
        IsDone = count == 0 || _steps.Count == mostSteps;
        Tensor? places = null;
        if (!IsDone && groups == 1 && count <= 3 * alive.size(1) / 4)
        {
            places = alive.squeeze(0).nonzero().squeeze(1);
            (_rows, _hasNewRows) = (_rows is null ? places : _rows.index_select(0, places), true);
            (alive, choice) = (alive.index_select(1, places), choice.index_select(1, places));
        }

        _isAlive = alive;
        Tokens = choice.unsqueeze(-1);
        return places;
    }

    /// <summary>Takes what later steps need out of the dispose scope of this one.</summary>
    public void MoveToOuterScope()
    {
        _steps[^1].Logits.MoveToOuterDisposeScope();
        if (_hasNewRows)
        {
            _rows!.MoveToOuterDisposeScope();
            _hasNewRows = false;
        }

        _isAlive?.MoveToOuterDisposeScope();
        Tokens.MoveToOuterDisposeScope();
    }

    /// <summary>The outputs of all steps; zero behind a row's end token.</summary>
    /// <returns><c>[groups, rows, steps x classes]</c></returns>
    public Tensor Outputs()
    {
        var outputs = zeros([groups, rows, _steps.Count, end + 1], _steps[0].Logits.dtype);
        for (var step = 0; step < _steps.Count; step++)
        {
            var (logits, places) = _steps[step];
            using var part = outputs.select(2, step);
            if (places is null)
            {
                part.copy_(logits);
            }
            else
            {
                part.index_copy_(1, places, logits);
            }
        }

        return outputs.flatten(2);
    }
}
