using System.Diagnostics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class FontlessHostTests
{
    private const string Marker = "MLNETMASKS_FONTLESS_CHILD";

    /// <summary>Runs the tests of ink below in a process that sees no font of the host.</summary>
    [TestMethod]
    public void Figures_WithoutAnyInstalledFont_KeepTheirText()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            Assert.Inconclusive("Hiding the host's fonts needs a mount namespace, which only Linux has. The embedded font is checked by FigureTests on every platform.");
        }

        using TemporaryFolder empty = new();
        File.WriteAllText(empty.File("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        // Where namespaces are forbidden (some containers), only the configuration is emptied; FigureTests still checks that no text asks for another font.
        bool isolated = Run(empty, "unshare", ["--map-root-user", "--mount", "true"]).ExitCode == 0;
        string self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(FontlessHostTests).Assembly.Location] : [self];
        string filter = $"FullyQualifiedName~{nameof(FontlessHostTests)}.{nameof(Child_SystemFonts_AreGone)}|FullyQualifiedName~{nameof(FigureTests)}.{nameof(FigureTests.ToPng_Figure_HasSizeAndInkWhereTextBelongs)}";
        const string hide = "for folder in /usr/share/fonts /usr/local/share/fonts; do [ -d $folder ] && mount -t tmpfs none $folder; done; exec \"$@\"";
        string[] command = isolated ? ["unshare", "--map-root-user", "--mount", "sh", "-c", hide, "sh", .. program] : program;
        (int exitCode, string output) = Run(empty, command[0], [.. command[1..], "--filter", filter, "--progress", "off"], isolated ? "no fonts" : "no configuration");
        Assert.AreEqual(0, exitCode, output);
        Assert.Contains("succeeded: 2", output);
    }

    /// <summary>In the child: text in a font of the host leaves no ink, so the ink of the figures can only come from the embedded font.</summary>
    [TestMethod]
    public void Child_SystemFonts_AreGone()
    {
        if (Environment.GetEnvironmentVariable(Marker) != "no fonts")
        {
            return;
        }

        using SKBitmap bitmap = new(200, 40);
        using SKCanvas canvas = new(bitmap);
        using SKFont font = new(SKFontManager.Default.MatchFamily("sans-serif") ?? SKTypeface.Default, 20);
        using SKPaint paint = new();
        canvas.Clear(SKColors.White);
        canvas.DrawText("Accuracy per condition", 2, 25, font, paint);
        Assert.AreEqual(0, FigureTests.Ink(bitmap, new SKRectI(0, 0, 200, 40)), "the host still has a font");
    }

    private static (int ExitCode, string Output) Run(TemporaryFolder empty, string program, string[] arguments, string marker = "")
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["FONTCONFIG_FILE"] = empty.File("fonts.conf");
        start.Environment["FONTCONFIG_PATH"] = empty.Path;
        start.Environment["HOME"] = empty.Path;
        start.Environment["XDG_DATA_HOME"] = empty.Path;
        start.Environment[Marker] = marker;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
