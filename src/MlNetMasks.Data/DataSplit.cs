namespace MlNetMasks.Data;

/// <summary>Which of a source's two independent sets of rows is read.</summary>
public enum DataSplit
{
    /// <summary>Rows to train networks and masks on.</summary>
    Train,

    /// <summary>Rows to evaluate on.</summary>
    Validation,
}
