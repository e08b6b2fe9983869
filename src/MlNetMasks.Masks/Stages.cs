namespace MlNetMasks.Masks;

/// <summary>Values of <see cref="ResultRecord.Stage"/> that are not the name of a mask.</summary>
public static class Stages
{
    /// <summary>Training of the network on the full problem.</summary>
    public const string Pretrain = "pretrain";

    /// <summary>Scoring of evaluation sets.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>Statistics of the masks themselves.</summary>
    public const string Analyze = "analyze";
}
