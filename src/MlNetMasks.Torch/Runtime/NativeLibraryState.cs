namespace MlNetMasks.Torch.Runtime;

/// <summary>How libtorch's bridge was loaded.</summary>
/// <param name="Description">As packaged, or as a patched copy and where.</param>
/// <param name="Fault">Why it could not be loaded and what to do; <see langword="null"/> when nothing went wrong.</param>
internal sealed record NativeLibraryState(string Description, string? Fault);
