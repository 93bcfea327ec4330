namespace Cutis.Server.Commands.Evaluation;

/// <summary>What surrounds the report's figures: colours for light and dark, tables that scroll on a phone.</summary>
internal static class ReportStyle
{
    public const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="robots" content="noindex"><title>Cutis evaluation</title>
        <style>
        :root { color-scheme: light dark; --ground: #f6f5f3; --card: #fff; --ink: #1d1b19;
          --soft: #625d57; --line: #e2ded8; --link: #8a3f22;
          --warn: #fff4dd; }
        @media (prefers-color-scheme: dark) { :root { --ground: #161514; --card: #201f1d; --ink: #f0ece6; --soft: #aaa39a; --line: #36332f;
          --link: #f0a17f; --warn: #3a2f16; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        header { padding: .5rem 0 1rem; } header p { max-width: 44rem; }
        .kicker { margin: 0; color: var(--soft); font-size: .9rem; }
        h1 { margin: .1rem 0 .5rem; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 0 0 .6rem; font-size: 1.25rem; } h3 { margin: 1.4rem 0 .5rem; font-size: 1rem; }
        section { margin: 0 0 1rem; padding: 1.1rem 1.2rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .warn { background: var(--warn); } .warn ul { margin: 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
        a { color: var(--link); } a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        thead th { color: var(--soft); font-size: .85rem; font-weight: 600; } tbody th { font-weight: 500; }
        tbody tr:last-child > * { border-bottom: 0; } td small { color: var(--soft); white-space: nowrap; }
        .note { margin: .8rem 0 0; color: var(--soft); font-size: .88rem; max-width: 46rem; }
        details { margin-top: .9rem; } summary { cursor: pointer; color: var(--link); }
        .grid { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem .9rem; }
        figure { margin: 0; } img { display: block; width: 100%; height: auto; border-radius: 6px; background: var(--line); }
        figcaption { margin-top: .3rem; font-size: .85rem; line-height: 1.35; color: var(--soft); overflow-wrap: anywhere; }
        figcaption b { color: var(--ink); }
        .key { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: 0 0 .7rem; font-size: .88rem; }
        .key span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 3px; }
        .key .right::before { background: rgb(0 200 150); } .key .missed::before { background: rgb(255 150 0); }
        .key .wrong::before { background: rgb(214 38 214); }
        footer { color: var(--soft); font-size: .85rem; }
        @media (max-width: 34rem) { body { font-size: 15px; } main { padding: 1rem .7rem 3rem; }
          section { padding: .9rem .8rem; } h1 { font-size: 1.5rem; }
          th, td { padding-right: .5rem; } td small { display: block; } .grid { grid-template-columns: 1fr 1fr; } }
        @media print { body { background: #fff; } section { break-inside: avoid; border: 0; padding: 0; } }
        </style></head><body><main>

        """;

    public const string Foot =
        "<footer>The pictures show people: this file is as confidential as the photos. "
        + "Image measurement, not a diagnosis.</footer></main></body></html>\n";
}
