namespace MlNetMasks.Tests.Probe;

internal sealed class ProbeScore
{
    public float[] Probe { get; set; } = [];

    public float Sum { get; set; }

    public string SumText { get; set; } = "";

    public string Text { get; set; } = "";
}
