using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Probe;

internal sealed class ProbeRow
{
    [VectorType(3)]
    public float[] Features { get; set; } = [0, 0, 0];

    public float Label { get; set; }

    public string Text { get; set; } = "";

    [KeyType(5)]
    public uint Kind { get; set; }

    public long Number { get; set; }
}
