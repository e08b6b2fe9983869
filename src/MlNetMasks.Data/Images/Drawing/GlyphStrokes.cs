namespace MlNetMasks.Data;

/// <summary>
/// How the ten digits are written: for each some ways, each way as strokes. Coordinates go from 0 to 1, right and down; a bent stroke passes
/// through its points smoothly, a straight one has corners there.
/// </summary>
internal static class GlyphStrokes
{
    private const int SamplesPerSpan = 4;

    private static readonly (double X, double Y)[][][][] s_digits =
    [
        [
            [Bent((.5, .05), (.76, .2), (.82, .5), (.76, .8), (.5, .95), (.24, .8), (.18, .5), (.24, .2), (.5, .05))],
            [Bent((.58, .05), (.38, .14), (.24, .42), (.25, .76), (.44, .95), (.64, .84), (.76, .54), (.74, .2), (.52, .06))],
        ],
        [
            [[(.5, .05), (.5, .95)]],
            [[(.3, .26), (.53, .05), (.53, .95)]],
            [[(.32, .22), (.52, .05), (.52, .95)], [(.28, .95), (.76, .95)]],
        ],
        [
            [Bent((.2, .28), (.3, .1), (.52, .05), (.75, .15), (.77, .35), (.58, .6), (.2, .95)), [(.2, .95), (.82, .95)]],
            [Bent((.22, .24), (.48, .05), (.76, .22), (.66, .52), (.38, .86), (.2, .9), (.26, .76), (.48, .84), (.66, .94), (.84, .88))],
        ],
        [
            [Bent((.22, .15), (.48, .05), (.74, .18), (.68, .4), (.44, .47)), Bent((.44, .47), (.74, .56), (.78, .76), (.52, .95), (.2, .84))],
            [[(.22, .06), (.76, .06), (.46, .42)], Bent((.46, .42), (.76, .54), (.76, .8), (.5, .95), (.2, .86))],
        ],
        [
            [[(.64, .95), (.64, .05), (.16, .66), (.86, .66)]],
            [[(.26, .05), (.2, .52), (.82, .52)], [(.7, .1), (.64, .95)]],
        ],
        [
            [[(.76, .06), (.3, .06), (.26, .44)], Bent((.26, .44), (.52, .36), (.78, .52), (.76, .8), (.5, .95), (.2, .86))],
            [Bent((.78, .08), (.52, .07), (.34, .12), (.28, .4), (.54, .42), (.76, .6), (.68, .86), (.44, .95), (.22, .86))],
        ],
        [
            [Bent((.7, .06), (.4, .25), (.22, .6), (.32, .9), (.58, .95), (.78, .75), (.66, .54), (.42, .54), (.25, .7))],
            [Bent((.52, .04), (.32, .36), (.24, .7), (.42, .95), (.68, .9), (.76, .68), (.56, .54), (.27, .74))],
        ],
        [
            [[(.18, .06), (.8, .06), (.42, .95)]],
            [[(.18, .08), (.8, .06), (.44, .95)], [(.32, .5), (.76, .5)]],
            [[(.2, .2), (.2, .07), (.78, .07)], Bent((.78, .07), (.6, .36), (.48, .64), (.46, .95))],
        ],
        [
            [Bent((.5, .48), (.27, .32), (.3, .12), (.5, .04), (.7, .12), (.73, .32), (.5, .48), (.23, .7), (.3, .9), (.5, .96), (.7, .9), (.77, .7), (.5, .48))],
            [Bent((.72, .14), (.48, .05), (.28, .2), (.42, .42), (.66, .56), (.74, .8), (.5, .95), (.26, .82), (.34, .58), (.6, .4), (.72, .14))],
        ],
        [
            [Bent((.74, .3), (.6, .48), (.34, .46), (.22, .26), (.38, .07), (.62, .07), (.76, .26), (.74, .6), (.58, .95))],
            [Bent((.74, .12), (.5, .05), (.26, .2), (.3, .42), (.54, .48), (.74, .32)), [(.75, .08), (.7, .95)]],
        ],
    ];

    /// <summary>The ways to write a digit.</summary>
    public static int WayCount(int digit) => s_digits[digit].Length;

    /// <summary>The strokes of a way, each as points joined by straight lines.</summary>
    public static ReadOnlySpan<(double X, double Y)[]> Of(int digit, int way) => s_digits[digit][way];

    // Catmull-Rom: the tangent at a point is half the way between its neighbours.
    private static (double X, double Y)[] Bent(params (double X, double Y)[] points)
    {
        var line = new List<(double X, double Y)> { points[0] };
        for (int span = 0; span + 1 < points.Length; span++)
        {
            var (a, b, c, d) = (points[Math.Max(span - 1, 0)], points[span], points[span + 1], points[Math.Min(span + 2, points.Length - 1)]);
            for (int sample = 1; sample <= SamplesPerSpan; sample++)
            {
                double t = sample / (double)SamplesPerSpan;
                line.Add((Between(a.X, b.X, c.X, d.X, t), Between(a.Y, b.Y, c.Y, d.Y, t)));
            }
        }

        return [.. line];
    }

    private static double Between(double a, double b, double c, double d, double t) =>
        b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
}
