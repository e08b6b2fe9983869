namespace MlNetMasks.Data;

/// <summary>Which images of a benchmark with a training and a test set are read.</summary>
public enum ImageSplit
{
    /// <summary>Images of the training set that are not held out.</summary>
    Train,

    /// <summary>Images of the training set that are held out for evaluation; none by default.</summary>
    Validation,

    /// <summary>Images of the test set.</summary>
    Test,
}
