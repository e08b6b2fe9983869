namespace MlNetMasks.Torch;

/// <summary>How weights follow their gradients.</summary>
public enum PretrainOptimizer
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum and weight decay; the paper trains ResNet-110 with it.</summary>
    Sgd,
}
