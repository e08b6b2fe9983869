using MlNetMasks.Masks;

namespace MlNetMasks.Torch.Tests.Checkpoints;

/// <summary>A checkpoint in memory.</summary>
internal sealed class MemoryCheckpoint : ICheckpoint
{
    public string Name => "memory";

    public TimeSpan Interval { get; init; } = Timeout.InfiniteTimeSpan;

    public byte[]? Last { get; set; }

    public List<int> SavedSteps { get; } = [];

    /// <summary>The tensors that were saved last, but for the times.</summary>
    public IEnumerable<(string Name, string Data)> Tensors => SafetensorsFile.Read(new MemoryStream(Last!)).Tensors
        .Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Name == "position/counts" ? tensor.Data.Span[..^sizeof(long)] : tensor.Data.Span)));

    public Stream? OpenLast() => Last is null ? null : new MemoryStream(Last);

    public void Save(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        Last = stream.ToArray();
        Assert.IsTrue(SafetensorsFile.Read(new MemoryStream(Last)).TryGet("position/counts", out var counts));
        SavedSteps.Add((int)counts.ToInt64s()[0]);
    }
}
