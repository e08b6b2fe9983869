namespace MlNetMasks;

/// <summary>Where the mask of the output layer comes from: the last module of the network's mask layout, with its bias where biases are masked.</summary>
public enum OutputLayerMask
{
    /// <summary>It is learned like that of any other layer.</summary>
    Learned,

    /// <summary>
    /// It is the control's, and stays so while the other layers are learned: a mask that leaves a class out then cannot do so by cutting the class off at its output
    /// (paper, section 3.4).
    /// </summary>
    Control,
}
