namespace MlNetMasks.Data;

/// <summary>The ten things of the scenes, each built from a few convex shapes in the square from -1 to 1, right and down.</summary>
internal static class SceneClasses
{
    public static IReadOnlyList<string> Names { get; } =
        Array.AsReadOnly(["house", "tent", "tree", "fir", "sailboat", "mushroom", "lighthouse", "bridge", "windmill", "kite"]);

    public static void Draw(int label, SceneBrush brush, ref RowDraws draws)
    {
        double scale = draws.Between(8, 13);
        double mirrored = draws.Below(2) == 0 ? -1 : 1;
        double centreX = 16 + draws.Between(-5, 5);
        double centreY = 16 + draws.Between(-4, 4);
        Affine map = Affine.Of(
            mirrored * scale * draws.Between(0.8, 1.2), scale, draws.Between(-0.15, 0.15), draws.Between(-0.25, 0.25), centreX, centreY);
        SceneColour behind = brush.At(centreX, centreY);
        SceneColour first = SceneColour.Unlike(behind, behind, ref draws);
        SceneColour second = SceneColour.Unlike(behind, first, ref draws);
        double vary = draws.Between(-0.12, 0.12);
        switch (label)
        {
            case 0:
                brush.Rectangle(map, first, -0.75, -0.1 + vary, 0.75, 0.9);
                brush.Polygon(map, second, (-0.95, -0.1 + vary), (0, -0.9), (0.95, -0.1 + vary));
                brush.Rectangle(map, second, -0.2, 0.35, 0.2, 0.9);
                break;
            case 1:
                brush.Polygon(map, first, (-1, 0.8), (0, -0.75 + vary), (1, 0.8));
                brush.Polygon(map, second, (-0.35, 0.8), (0, -0.05), (0.35, 0.8));
                break;
            case 2:
                brush.Rectangle(map, second, -0.16, 0, 0.16, 0.95);
                brush.Ellipse(map, first, 0, -0.3, 0.72, 0.62 + vary);
                break;
            case 3:
                brush.Rectangle(map, second, -0.14, 0.5, 0.14, 0.98);
                brush.Polygon(map, first, (-0.8, 0.6), (0, -0.2 + vary), (0.8, 0.6));
                brush.Polygon(map, first, (-0.62, 0.1), (0, -0.6), (0.62, 0.1));
                brush.Polygon(map, first, (-0.42, -0.4), (0, -1), (0.42, -0.4));
                break;
            case 4:
                brush.Polygon(map, first, (-0.95, 0.4), (0.95, 0.4), (0.6, 0.85), (-0.6, 0.85));
                brush.Rectangle(map, first, -0.09, -0.95, 0.05, 0.4);
                brush.Polygon(map, second, (0.1, -0.9), (0.8, 0.25 + vary), (0.1, 0.25 + vary));
                break;
            case 5:
                brush.Rectangle(map, second, -0.26, 0, 0.26, 0.9);
                brush.Polygon(
                    map, first, (-0.95, 0.1), (-0.85, -0.3), (-0.55, -0.62 + vary), (-0.2, -0.78 + vary), (0.2, -0.78 + vary), (0.55, -0.62 + vary), (0.85, -0.3), (0.95, 0.1));
                break;
            case 6:
                brush.Polygon(map, first, (-0.26, -0.55), (0.26, -0.55), (0.48, 0.95), (-0.48, 0.95));
                brush.Rectangle(map, second, -0.34, -0.1 + vary, 0.34, 0.15 + vary);
                brush.Rectangle(map, second, -0.38, 0.45 + vary, 0.38, 0.7 + vary);
                brush.Polygon(map, second, (-0.38, -0.55), (0, -0.98), (0.38, -0.55));
                break;
            case 7:
                brush.Rectangle(map, first, -1.1, -0.3, 1.1, 0);
                brush.Rectangle(map, first, -0.95, 0, -0.65, 0.8 + vary);
                brush.Rectangle(map, first, -0.15, 0, 0.15, 0.8 + vary);
                brush.Rectangle(map, first, 0.65, 0, 0.95, 0.8 + vary);
                brush.Rectangle(map, second, -1.1, -0.42, 1.1, -0.3);
                break;
            case 8:
                brush.Polygon(map, first, (-0.24, -0.3), (0.24, -0.3), (0.42, 0.95), (-0.42, 0.95));
                Affine turned = map.Before(Affine.Of(1, 1, 0, draws.Between(0, Math.PI / 2), 0, -0.3));
                brush.Rectangle(turned, second, -0.9, -0.12, 0.9, 0.12);
                brush.Rectangle(turned, second, -0.12, -0.9, 0.12, 0.9);
                break;
            default:
                brush.Polygon(map, first, (0, -1), (0.6, -0.35 + vary), (0, 0.45), (-0.6, -0.35 + vary));
                brush.Polygon(map, second, (0, -1), (0.1, -0.35), (0, 0.45), (-0.1, -0.35));
                brush.Polygon(map, second, (-0.05, 0.45), (0.09, 0.45), (0.34, 0.75), (0.2, 0.75));
                brush.Polygon(map, second, (0.34, 0.72), (0.2, 0.72), (-0.1, 1), (0.04, 1));
                break;
        }
    }
}
