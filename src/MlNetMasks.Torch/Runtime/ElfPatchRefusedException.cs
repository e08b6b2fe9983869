namespace MlNetMasks.Torch.Runtime;

/// <summary>A native library is not the file the patch was written for; the message says which expectation failed.</summary>
internal sealed class ElfPatchRefusedException(string message) : Exception(message);
