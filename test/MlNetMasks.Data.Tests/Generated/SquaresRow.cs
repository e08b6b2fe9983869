namespace MlNetMasks.Data.Tests.Generated;

internal sealed class SquaresRow
{
    private readonly int[] _countdown = [5, 4, 3, 2, 1];

    public long Number { get; set; }

    public ReadOnlySpan<int> Countdown => _countdown;
}
