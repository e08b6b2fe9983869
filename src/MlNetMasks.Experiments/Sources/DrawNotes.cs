using System.Globalization;

namespace MlNetMasks.Experiments.Sources;

/// <summary>What a reader must know about data that is drawn from a limited number of inputs.</summary>
internal static class DrawNotes
{
    /// <summary>The note about validation rows that also occur in training; none where they are few.</summary>
    /// <param name="inputs">Number of distinct inputs, all equally likely.</param>
    /// <param name="trainRows">Number of training rows.</param>
    public static string[] Of(double inputs, int trainRows)
    {
        const double worthSaying = 0.01;
        var seen = 1 - Math.Exp(-trainRows / inputs); // with n rows drawn from m inputs, a fresh input was seen with this probability
        return seen > worthSaying
            ? [string.Create(CultureInfo.InvariantCulture, $"There are {inputs:N0} distinct inputs: validation is an independent draw, and about {seen:P1} of it also occurs in training, as in the paper.")]
            : [];
    }
}
