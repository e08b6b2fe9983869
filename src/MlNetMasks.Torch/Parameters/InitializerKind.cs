namespace MlNetMasks.Torch;

/// <summary>Distributions of an <see cref="Initializer"/>.</summary>
public enum InitializerKind
{
    /// <summary>Every element the same.</summary>
    Constant,

    /// <summary>Uniform around zero.</summary>
    Uniform,
}
