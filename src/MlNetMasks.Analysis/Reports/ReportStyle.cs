namespace MlNetMasks.Analysis;

/// <summary>The report's style sheet: light, dark and print.</summary>
internal static class ReportStyle
{
    public static string Css =>
        $"{Face(bold: false)}\n{Face(bold: true)}\n" +
        """
        :root {
          color-scheme: light dark;
          --page: #ffffff; --card: #f7f9fb; --ink: #1f2933; --muted: #52606d; --line: #d9dfe5; --grid: #e1e6eb;
          --good: #0b6b4f; --good-back: #e3f4ee; --bad: #a4320a; --bad-back: #fdeae3; --link: #0b5fa5;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14191f; --card: #1c232b; --ink: #e6ebf0; --muted: #a3b0bd; --line: #36414d; --grid: #313b46;
            --good: #6fd6b3; --good-back: #12352a; --bad: #ff9d7a; --bad-back: #43210f; --link: #7db8f0;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 Roboto, system-ui, "Segoe UI", sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
        h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p, ul { margin: .5rem 0; max-width: 46rem; }
        a { color: var(--link); }
        .kicker { color: var(--muted); margin: 0 0 .25rem; font-size: .875rem; letter-spacing: .02em; }
        .lead { color: var(--muted); font-size: 1.0625rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
        .chips { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; max-width: none; }
        .chip { border: 1px solid var(--line); border-radius: 1rem; padding: .125rem .75rem; font-size: .875rem; background: var(--card); }
        .chip.good, .verdict.good { color: var(--good); background: var(--good-back); border-color: var(--good); }
        .chip.bad, .verdict.bad { color: var(--bad); background: var(--bad-back); border-color: var(--bad); }
        .answer { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; }
        .verdict { display: inline-block; border: 1px solid var(--line); border-radius: .375rem; padding: .25rem .75rem; margin: .25rem 0 .5rem; font-weight: bold; }
        .small { color: var(--muted); font-size: .875rem; }
        .note { margin: 1rem 0; border-left: .25rem solid var(--link); padding: .25rem 0 .25rem .875rem; }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .9375rem; min-width: 60%; }
        caption { text-align: left; color: var(--muted); font-size: .875rem; padding-bottom: .375rem; }
        th, td { padding: .375rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; text-align: left; }
        thead th { border-bottom: 2px solid var(--line); font-weight: bold; }
        tbody th { font-weight: normal; }
        .name { white-space: nowrap; max-width: 24rem; overflow: hidden; text-overflow: ellipsis; }
        td.text { overflow-wrap: anywhere; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        thead .number { white-space: normal; }
        td.bad { color: var(--bad); font-weight: bold; } td.good { color: var(--good); }
        figure { margin: 1.75rem 0; }
        figure svg { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: .5rem; padding: .25rem; background: var(--card); }
        figcaption { color: var(--muted); font-size: .875rem; margin-top: .5rem; max-width: 46rem; }
        .ink-fill { fill: var(--ink); } .ink-stroke { stroke: var(--ink); }
        .muted-fill { fill: var(--muted); } .muted-stroke { stroke: var(--muted); }
        .grid-fill { fill: var(--grid); } .grid-stroke { stroke: var(--grid); }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .875rem 1rem; overflow-x: auto; font: .8125rem/1.5 ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; }
        @media print {
          :root {
            color-scheme: light;
            --page: #ffffff; --card: #ffffff; --ink: #1f2933; --muted: #52606d; --line: #c5cdd5; --grid: #e1e6eb;
            --good: #0b6b4f; --good-back: #ffffff; --bad: #a4320a; --bad-back: #ffffff; --link: #1f2933;
          }
          @page { margin: 16mm 14mm; }
          body { font-size: 10pt; }
          main { max-width: none; padding: 0; }
          h2, h3, caption { break-after: avoid; }
          figure, table, tr, .answer, .chips { break-inside: avoid; }
          table { font-size: 8.5pt; }
          thead { display: table-header-group; }
          .scroll { overflow: visible; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; }
          a { text-decoration: none; }
        }
        """;

    // The font travels with the report, so that it reads the same on a host without fonts.
    private static string Face(bool bold) =>
        $"@font-face {{ font-family: {FigureFont.Family}; font-weight: {(bold ? "600 900" : "400")}; font-display: swap; src: url(data:font/ttf;base64,{Convert.ToBase64String(FigureFont.File(bold))}) format('truetype'); }}";
}
