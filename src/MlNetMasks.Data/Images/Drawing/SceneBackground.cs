namespace MlNetMasks.Data;

/// <summary>What lies behind the thing of a scene: two colours that run into each other, a faint pattern, some clutter.</summary>
internal static class SceneBackground
{
    public static void Draw(Span<float> canvas, int size, SceneBrush brush, ref RowDraws draws)
    {
        SceneColour top = SceneColour.Any(ref draws);
        SceneColour bottom = SceneColour.Mix(top, SceneColour.Any(ref draws), 0.6f);
        Span<float> across = stackalloc float[size * 2];
        Wave(across, size, draws.Between(-0.9, 0.9), draws.Between(0, 2 * Math.PI));
        Span<float> down = stackalloc float[size * 2];
        Wave(down, size, draws.Between(-0.9, 0.9), 0);
        var strength = (float)draws.Between(0, 0.08);
        var tilt = (float)draws.Between(-0.5, 0.5);
        int channel = size * size;
        for (int row = 0; row < size; row++)
        {
            Span<float> red = canvas.Slice(row * size, size);
            Span<float> green = canvas.Slice(channel + (row * size), size);
            Span<float> blue = canvas.Slice((2 * channel) + (row * size), size);
            for (int column = 0; column < size; column++)
            {
                float share = Math.Clamp((row + (tilt * (column - (size / 2)))) / size, 0, 1);

                // sin(a + b), so that a picture needs few sines.
                float wave = strength * ((across[column] * down[size + row]) + (across[size + column] * down[row]));
                red[column] = top.Red + (share * (bottom.Red - top.Red)) + wave;
                green[column] = top.Green + (share * (bottom.Green - top.Green)) + wave;
                blue[column] = top.Blue + (share * (bottom.Blue - top.Blue)) + wave;
            }
        }

        int clutter = draws.Below(5);
        for (int i = 0; i < clutter; i++)
        {
            Clutter(size, brush, SceneColour.Mix(top, SceneColour.Any(ref draws), 0.5f), ref draws);
        }
    }

    private static void Clutter(int size, SceneBrush brush, SceneColour colour, ref RowDraws draws)
    {
        Affine map = Affine.Of(
            draws.Between(1, 5), draws.Between(1, 5), 0, draws.Between(-Math.PI, Math.PI), draws.Between(0, size), draws.Between(0, size));
        switch (draws.Below(3))
        {
            case 0:
                brush.Ellipse(map, colour, 0, 0, 1, 1);
                break;
            case 1:
                brush.Rectangle(map, colour, -1, -1, 1, 1);
                break;
            default:
                brush.Polygon(map, colour, (-1, 1), (0, -1), (1, 1));
                break;
        }
    }

    private static void Wave(Span<float> sinesThenCosines, int size, double step, double phase)
    {
        for (int i = 0; i < size; i++)
        {
            (double sine, double cosine) = Math.SinCos((step * i) + phase);
            (sinesThenCosines[i], sinesThenCosines[size + i]) = ((float)sine, (float)cosine);
        }
    }
}
