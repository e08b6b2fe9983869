using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Stages;

/// <summary>A row of a small classification problem with columns of every kind that a row filter may ask.</summary>
internal sealed class ToyRow
{
    [VectorType(2)]
    public float[] Features { get; set; } = [0, 0];

    public string Color { get; set; } = "";

    public float Size { get; set; }

    public int Number { get; set; }

    public bool Flag { get; set; }

    [KeyType(4)]
    public uint Group { get; set; }
}
