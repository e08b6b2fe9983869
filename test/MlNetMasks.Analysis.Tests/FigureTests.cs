using System.Globalization;
using System.Xml.Linq;
using MlNetMasks.Masks;
using SkiaSharp;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class FigureTests
{
    private static readonly string[] TenClasses = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static IEnumerable<object[]> Cases =>
    [
        ["one seed", FictitiousRuns.Results(1)],
        ["three seeds", FictitiousRuns.Results(3)],
        ["all conditions", RunResults.FromRuns(Enumerable.Range(1, 3).Select(FictitiousVariants.WithControls))],
        ["ten masks", FictitiousRuns.Results(2, functions: TenClasses)],
        ["sequences", FictitiousSequences.Scan().Variants.Where(variant => variant.Masks.Count > 0).Select(variant => RunResults.FromRuns(variant.Runs)).First()],
        ["hostile names", FictitiousRuns.Results(1, functions: ["<script>alert(1)</script>", "a&b\"'\u0001 ]]>", "a very long name of a mask that fits nowhere at all"])],
    ];

    [TestMethod]
    public void All_OneVariant_HasEveryFigure() => Assert.AreSequenceEqual(
        ["accuracy", "confusion", "kept-per-layer", "kept-weights-per-layer", "overlap-iou", "overlap-iomin", "logit-histogram-kept", "logit-histogram", "logit-histogram-log", "loss-curves", "accuracy-curves"],
        ResultFigures.All(FictitiousRuns.Results().Variants[0]).Select(figure => figure.Name));

    [TestMethod]
    public void All_NoRecords_IsEmpty() =>
        Assert.IsEmpty(ResultFigures.All(new VariantResults([FictitiousRuns.Run(1) with { Records = [] }])));

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ToSvg_AnyResults_IsSelfContainedXmlWithUniqueIds(string name, RunResults results)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        HashSet<string> ids = [];
        foreach (Figure figure in ResultFigures.All(results.Variants[0]))
        {
            XElement root = XElement.Parse(figure.ToSvg());
            Assert.AreEqual(svg + "svg", root.Name, name);
            Assert.IsFalse(root.Descendants(svg + "image").Any() || root.Descendants(svg + "script").Any(), name);
            Assert.IsTrue(root.Elements(svg + "title").Any() && root.Elements(svg + "desc").Any(), name);
            foreach (XAttribute attribute in root.DescendantsAndSelf().Attributes())
            {
                Assert.IsTrue(attribute.IsNamespaceDeclaration || !attribute.Value.Contains("://", StringComparison.Ordinal), $"{name}: {attribute}");
                Assert.IsTrue(attribute.Name != "id" || ids.Add(attribute.Value), $"{name}: id {attribute.Value} is there twice");
            }

            foreach (string reference in References(root))
            {
                Assert.Contains(reference, ids, name);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ToSvg_AnyResults_KeepsItsTextAsTextInsideTheFrame(string name, RunResults results)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        foreach (Figure figure in ResultFigures.All(results.Variants[0]))
        {
            XElement[] texts = [.. XElement.Parse(figure.ToSvg()).Descendants(svg + "text")];
            Assert.Contains(figure.Title, string.Join(' ', texts.Select(text => text.Value)), name);
            foreach (XElement text in texts)
            {
                (float left, float right, float y) = Extent(text);
                Assert.IsTrue(left >= -0.5 && right <= figure.Width + 0.5 && y >= 0 && y <= figure.Height, $"{name}, {figure.Name}: '{text.Value}' reaches from {left} to {right} at {y}");
            }
        }
    }

    [TestMethod]
    public void ToSvg_HostileMaskName_StaysText()
    {
        string svg = string.Concat(ResultFigures.All(FictitiousRuns.Results(1, functions: ["<script>alert(1)</script>", "mul"]).Variants[0]).Select(figure => figure.ToSvg()));
        Assert.DoesNotContain("<script", svg);
        Assert.Contains("&lt;script&gt;", svg);
    }

    [TestMethod]
    public void ToSvg_Twice_IsTheSame()
    {
        foreach (Figure figure in ResultFigures.All(FictitiousRuns.Results(2).Variants[0]))
        {
            Assert.IsTrue(figure.ToSvg() == figure.ToSvg(), figure.Name);
        }
    }

    [TestMethod]
    public void RawSvg_EveryText_UsesTheEmbeddedFont()
    {
        // The drawing library names the font of each text: any other name would mean a font of the host.
        foreach (Figure figure in ResultFigures.All(FictitiousRuns.Results(2).Variants[0]))
        {
            string[] fonts = [.. XElement.Parse(figure.ToRawSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Attribute("font-family")!.Value)];
            Assert.IsNotEmpty(fonts);
            Assert.IsTrue(fonts.All(font => font == "Roboto"), $"{figure.Name}: {string.Join(", ", fonts.Distinct())}");
        }
    }

    [TestMethod]
    public void ToPng_Figure_HasSizeAndInkWhereTextBelongs()
    {
        foreach (Figure figure in ResultFigures.All(FictitiousRuns.Results(2).Variants[0]))
        {
            using SKBitmap bitmap = SKBitmap.Decode(figure.ToPng(1));
            Assert.AreEqual(figure.Width, bitmap.Width);
            Assert.AreEqual(figure.Height, bitmap.Height);
            Assert.IsGreaterThan(200, Ink(bitmap, new SKRectI(14, 14, 400, 36)), $"title of {figure.Name}");
            Assert.IsGreaterThan(200, Ink(bitmap, new SKRectI(14, 40, 400, 58)), $"subtitle of {figure.Name}");
            Assert.IsGreaterThan(100, Ink(bitmap, new SKRectI(24, figure.Height - 30, 916, figure.Height - 2)), $"bottom axis of {figure.Name}");
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(9f)]
    [DataRow(float.NaN)]
    public void ToPng_ScaleOutOfRange_NamesTheRange(float scale) =>
        Assert.Contains("0.1 to 8", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ResultFigures.All(FictitiousRuns.Results(1).Variants[0])[0].ToPng(scale)).Message);

    [TestMethod]
    public void Palette_MaskAndItsEvaluationSet_ShareAColour()
    {
        MaskPalette palette = new(FictitiousRuns.Results(1).Variants[0]);
        Assert.AreNotEqual(palette["add"], palette["mul"]);
        Assert.AreEqual(MaskPalette.Neutral, palette["control"]);
    }

    [TestMethod]
    [DataRow(2, 3, 6)]
    [DataRow(10, 2, 12)]
    public void Palette_OfReplicates_TellsFunctionsApartFirst(int functions, int replicates, int colors)
    {
        string[] names = [.. Enumerable.Range(0, functions).Select(function => $"f{function}")];
        string[] masks = [.. names.SelectMany(name => Enumerable.Range(1, replicates).Select(number => number == 1 ? name : $"{name}-{number}"))];
        ResultRecord Record(string mask, string metric) => new("e", "default", 1, Stages.Analyze, mask, "", Condition.None, "", "", "", null, metric, 0.5);
        StoredRun run = FictitiousRuns.Run(1) with { Records = [.. masks.Select(mask => Record(mask, Metrics.Density)), .. names.Select(name => Record(name, Metrics.Stability))] };
        MaskPalette palette = new(new VariantResults([run]));

        Assert.AreEqual(functions, names.Select(name => palette[name]).Distinct().Count());
        Assert.AreEqual(colors, masks.Select(mask => palette[mask]).Distinct().Count());
    }

    [TestMethod]
    [DataRow("none", "What the answers equal, per condition", ">asked<", ">answer equals<")]
    [DataRow("dog", "True classes and answers, per condition", ">class<", ">answer<")]
    public void Confusion_OfASetWithSeveralRows_SaysWhetherTheyAreOperationsOrClasses(string third, string title, string down, string across)
    {
        ResultRecord Record(string unit, string answer) => new("e", "default", 1, Stages.Evaluate, "", answer, Condition.Unmasked, "all", "", unit, null, Metrics.Confusion, 0.5);
        StoredRun run = FictitiousRuns.Run(1) with { Records = [Record("add", "add"), Record("add", third), Record("mul", "mul")] };
        string svg = ResultFigures.Confusions(new VariantResults([run])).Single().ToSvg();

        Assert.Contains(title, svg);
        Assert.Contains(down, svg);
        Assert.Contains(across, svg);
    }

    internal static int Ink(SKBitmap bitmap, SKRectI area)
    {
        int ink = 0;
        for (int y = Math.Max(0, area.Top); y < Math.Min(bitmap.Height, area.Bottom); y++)
        {
            for (int x = area.Left; x < Math.Min(bitmap.Width, area.Right); x++)
            {
                ink += bitmap.GetPixel(x, y).Red < 200 ? 1 : 0;
            }
        }

        return ink;
    }

    private static IEnumerable<string> References(XElement root) => root.DescendantsAndSelf().Attributes()
        .Where(attribute => attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
        .Select(attribute => attribute.Value[5..^1]);

    private static (float Left, float Right, float Y) Extent(XElement text)
    {
        SKMatrix matrix = SKMatrix.Identity;
        foreach (XElement element in text.AncestorsAndSelf())
        {
            if (element.Attribute("transform")?.Value is { } transform)
            {
                matrix = matrix.PostConcat(Matrix(transform));
            }
        }

        float x = Number(text.Attribute("x")?.Value);
        float y = Number(text.Attribute("y")?.Value);
        SKPoint start = matrix.MapPoint(x, y);
        SKPoint end = matrix.MapPoint(x + Number(text.Attribute("textLength")?.Value), y);
        return (Math.Min(start.X, end.X), Math.Max(start.X, end.X), Math.Max(start.Y, end.Y));
    }

    private static SKMatrix Matrix(string transform)
    {
        SKMatrix matrix = SKMatrix.Identity;
        foreach (string part in transform.Split(')', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pieces = part.Split('(');
            float[] n = [.. pieces[1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Number)];
            matrix = matrix.PreConcat(pieces[0].Trim() switch
            {
                "translate" => SKMatrix.CreateTranslation(n[0], n.Length > 1 ? n[1] : 0),
                "rotate" => SKMatrix.CreateRotationDegrees(n[0]),
                "matrix" => new SKMatrix(n[0], n[2], n[4], n[1], n[3], n[5], 0, 0, 1),
                "scale" => SKMatrix.CreateScale(n[0], n.Length > 1 ? n[1] : n[0]),
                _ => throw new AssertFailedException($"Unknown transform {part}"),
            });
        }

        return matrix;
    }

    private static float Number(string? text) => text is null ? 0 : float.Parse(text, CultureInfo.InvariantCulture);
}
