using System.Text.Json.Serialization;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The figures of one net: medians in milliseconds, peaks in MiB.</summary>
internal sealed record StepResult
{
    [JsonPropertyName("net")]
    public required string Net { get; init; }

    [JsonPropertyName("batch")]
    public required int Batch { get; init; }

    [JsonPropertyName("samples")]
    public required int Samples { get; init; }

    [JsonPropertyName("maskable")]
    public required long Maskable { get; init; }

    [JsonPropertyName("mask_ms")]
    public required double MaskMilliseconds { get; init; }

    [JsonPropertyName("mask_bf16_ms")]
    public required double MaskBFloat16Milliseconds { get; init; }

    [JsonPropertyName("plain_ms")]
    public required double PlainMilliseconds { get; init; }

    [JsonPropertyName("pretrain_ms")]
    public required double PretrainMilliseconds { get; init; }

    [JsonPropertyName("reference_ms")]
    public required double ReferenceMilliseconds { get; init; }

    [JsonPropertyName("reference_tuned_ms")]
    public required double ReferenceTunedMilliseconds { get; init; }

    [JsonPropertyName("gemm_ms")]
    public required double GemmMilliseconds { get; init; }

    /// <summary>Peak resident memory of each kind of step, in a process of its own; <c>start</c> is libtorch alone.</summary>
    [JsonPropertyName("peak_mib")]
    public required IReadOnlyDictionary<string, double> PeakMebibytes { get; init; }

    /// <summary>Managed bytes per mask step.</summary>
    [JsonPropertyName("managed_bytes_per_step")]
    public required long ManagedBytesPerStep { get; init; }

    /// <summary>libtorch's threads of the mask step.</summary>
    [JsonPropertyName("threads")]
    public required int Threads { get; init; }
}
