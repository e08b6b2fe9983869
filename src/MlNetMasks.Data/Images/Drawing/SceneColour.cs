namespace MlNetMasks.Data;

/// <summary>A colour, each part from 0 to 1.</summary>
internal readonly record struct SceneColour(float Red, float Green, float Blue)
{
    private const int MostTries = 16;
    private const float Contrast = 0.2f;

    private bool DiffersFrom(SceneColour other) => Math.Abs(Luminance - other.Luminance) >= Contrast;

    private float Luminance => (0.3f * Red) + (0.59f * Green) + (0.11f * Blue);

    public static SceneColour Any(ref RowDraws draws) => new((float)draws.Between(0, 1), (float)draws.Between(0, 1), (float)draws.Between(0, 1));

    /// <summary>A colour that is lighter or darker than two others; close ones remain possible, but rare.</summary>
    public static SceneColour Unlike(SceneColour first, SceneColour second, ref RowDraws draws)
    {
        SceneColour colour = Any(ref draws);
        for (int tries = 1; tries < MostTries && !(colour.DiffersFrom(first) && colour.DiffersFrom(second)); tries++)
        {
            colour = Any(ref draws);
        }

        return colour;
    }

    public static SceneColour Mix(SceneColour a, SceneColour b, float share) =>
        new(a.Red + (share * (b.Red - a.Red)), a.Green + (share * (b.Green - a.Green)), a.Blue + (share * (b.Blue - a.Blue)));
}
