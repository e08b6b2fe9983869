namespace MlNetMasks.Torch;

/// <summary>How weights follow their gradients.</summary>
public enum PretrainOptimizer
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Gradient descent with momentum and weight decay; the paper trains ResNet-110 with it.</summary>
    Momentum,
}
