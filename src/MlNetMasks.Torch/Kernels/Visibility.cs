using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MlNetMasks.Torch.Tests")]
