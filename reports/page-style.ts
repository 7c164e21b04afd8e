/** The page’s style sheet: light and dark, wide, narrow and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --raised: #f5f3ec; --ink: #1a2027; --quiet: #59626d; --line: #d8d4c8;
  --accent: #1f3f66; --texture: rgb(255 255 255 / .62);
  --pass: #1d6a48; --fail: #ad2418; --inconclusive: #865a00; --sign: #fff;
  --completed: #55809f; --quick: #2b4a66; --refused: #9a7420; --abandoned: #77756c;
  --timed-out: #74529c; --failed: #b23a2c; --over: #c2562f; --without: #8b887d;
  --citizen: #55809f; --device: #9a7420; --server: #2c6f68; --fault: #5c6d22;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --raised: #1c2128; --ink: #e8e5de; --quiet: #a4acb6; --line: #39414b;
    --accent: #a5c4e6; --texture: rgb(0 0 0 / .5);
    --pass: #71cb9c; --fail: #ff9184; --inconclusive: #e7b75c; --sign: #14181d;
    --completed: #7fabc9; --quick: #c3dcec; --refused: #d3ab55; --abandoned: #a09d93;
    --timed-out: #b797dd; --failed: #f07d6e; --over: #f0905f; --without: #7d8083;
    --citizen: #7fabc9; --device: #d3ab55; --server: #66b8ae; --fault: #b2c065;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); }
body {
  max-width: 62rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; counter-reset: section;
  background: var(--paper); color: var(--ink); font: 0.9375rem/1.65 "Hiragino Sans", "Yu Gothic UI",
    "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif;
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere;
}
html[lang="en"] body {
  font-family: "Helvetica Neue", "Segoe UI",
    "Liberation Sans", Arial, "Noto Sans CJK JP", sans-serif;
}
h1, h2, .answer {
  font-family: "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif JP", "Noto Serif CJK JP", serif;
  font-feature-settings: "palt"; text-wrap: balance;
}
html[lang="en"] :is(h1, h2, .answer) {
  font-family: "Iowan Old Style", Charter, "Liberation Serif", Georgia, "Noto Serif CJK JP", serif;
}
h1 { margin: 1.1rem 0 0; font-size: 2.25rem; font-weight: 600; line-height: 1.25; }
h2 {
  display: flex; gap: 0.75rem; align-items: baseline; margin: 0 0 1rem; padding-top: 0.7rem;
  border-top: 1px solid var(--ink); font-size: 1.25rem; font-weight: 600; line-height: 1.4;
}
h2::before {
  counter-increment: section; content: counter(section); min-width: 1.4rem; color: var(--quiet);
  font-size: 1rem; font-weight: 400;
}
h3 { margin: 1.75rem 0 0.5rem; font-size: 0.9375rem; font-weight: 600; }
section { margin-top: 3rem; }
p { margin: 0.6rem 0; max-width: 46rem; }
code, pre {
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  font-size: 0.875em;
}
pre {
  margin: 0.5rem 0; padding: 0.75rem 1rem; border-left: 3px solid var(--accent);
  background: var(--raised); white-space: pre-wrap;
}
.unseen {
  position: absolute; width: 1px; height: 1px; margin: 0; padding: 0; overflow: hidden;
  clip-path: inset(50%); counter-increment: none;
}
.unseen::before { counter-increment: none; content: none; }
.drawn-once { position: absolute; }

.product {
  display: flex; justify-content: space-between; gap: 1rem; max-width: none; margin: 0;
  padding-bottom: 0.5rem; border-bottom: 3px solid var(--accent); color: var(--accent);
  font-weight: 600; font-size: 0.8125rem; letter-spacing: 0.04em;
}
.other { margin: 0.15rem 0 1.4rem; color: var(--quiet); }
.facts {
  display: grid; grid-template-columns: repeat(4, 1fr); margin: 0;
  border-top: 1px solid var(--line);
}
.facts div { padding: 0.5rem 1rem 0.55rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; }
.interrupted { margin-top: 1rem; font-weight: 600; }

.verdicts { margin-top: 2rem; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; }
.card {
  padding: 0.85rem 1.1rem 0.9rem; border: 1px solid var(--line);
  border-top: 4px solid var(--tone); background: var(--raised);
}
.card h3 { margin: 0; color: var(--quiet); font-weight: 400; }
.card p { margin: 0.3rem 0 0; font-size: 0.875rem; }
.card .answer {
  display: flex; align-items: center; gap: 0.6rem; margin: 0.2rem 0 0.45rem; color: var(--tone);
  font-size: 1.6rem; font-weight: 600; line-height: 1.35;
}
.card .mark { flex: none; width: 1.55rem; height: 1.55rem; }
.exit { color: var(--quiet); font-size: 0.8125rem; max-width: none; }
.pass { --tone: var(--pass); }
.fail { --tone: var(--fail); }
.inconclusive { --tone: var(--inconclusive); }
.mark { fill: var(--tone); vertical-align: -0.2em; }
symbol path:not(.plate) {
  fill: none; stroke: var(--sign); stroke-width: 1.8; stroke-linecap: round;
  stroke-linejoin: round;
}
.verdict { display: inline-flex; align-items: center; gap: 0.4rem; white-space: nowrap; }

.bar { border: 1px solid var(--line); }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; margin: 0.75rem 0 1rem; }
.tile b { font-size: 1.6rem; font-weight: 600; line-height: 1.3; }
.tile span { color: var(--quiet); }

figure { margin: 0 0 1.5rem; }
figcaption { margin-bottom: 0.5rem; font-weight: 600; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; margin: 0 0 0.9rem; padding: 0;
  list-style: none; font-size: 0.8125rem;
}
.swatch { margin-right: 0.4rem; vertical-align: -0.12em; overflow: visible; }
.chart { display: block; overflow: visible; }
.chart text { fill: var(--quiet); font-size: 12px; }
.chart .strip, .chart .name { fill: var(--ink); }
.chart .strip { font-size: 13px; }
.grid { stroke: var(--line); stroke-width: 1; }
.base { stroke: var(--ink); stroke-width: 1; }
.tick { stroke: var(--quiet); stroke-width: 1; }
.completed, .within { fill: var(--completed); }
.quick { fill: var(--quick); }
.without { fill: var(--without); }
.citizen { fill: var(--citizen); }
.refused { fill: url(#fill-refused); } .ground-refused { fill: var(--refused); }
.failed { fill: url(#fill-failed); } .ground-failed { fill: var(--failed); }
.timed-out { fill: url(#fill-timed-out); } .ground-timed-out { fill: var(--timed-out); }
.abandoned { fill: url(#fill-abandoned); } .ground-abandoned { fill: var(--abandoned); }
.over { fill: url(#fill-over); } .ground-over { fill: var(--over); }
.device { fill: url(#fill-device); } .ground-device { fill: var(--device); }
.server { fill: url(#fill-server); } .ground-server { fill: var(--server); }
.fault { fill: url(#fill-fault); } .ground-fault { fill: var(--fault); }
.fault-band { fill: var(--fault); fill-opacity: .14; }
.fault-tail { fill: none; stroke: var(--fault); stroke-width: 1.5; stroke-dasharray: 4 2; }
.texture { fill: none; stroke: var(--texture); stroke-width: 1; }
.dot { fill: var(--texture); }
line.offered { stroke: var(--ink); stroke-width: 1.5; }
path.offered { fill: var(--ink); }
.violation { fill: var(--fail); }
.heat-full { fill: var(--failed); } .heat-ground { fill: var(--raised); stroke: var(--line); }
.violation-line { stroke: var(--fail); stroke-width: 1; stroke-dasharray: 2 3; }
.chart .violation-count { fill: var(--fail); font-weight: 600; }
.target { stroke: var(--fail); stroke-width: 1.5; }
.chart .target-text { fill: var(--fail); font-weight: 600; }
.percentile { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 3 3; }
.chart .halo {
  paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round;
}
.whisker { stroke: var(--ink); stroke-width: 1; }
summary { color: var(--accent); font-size: 0.8125rem; cursor: pointer; }
details { margin-top: 0.75rem; }

.case { margin: 0 0 1.2rem; }
.case div { padding: 0.45rem 0; border-bottom: 1px solid var(--line); }

.scroll { overflow-x: auto; margin: 0.75rem 0; }
table {
  overflow-wrap: break-word; width: 100%; border-collapse: collapse; font-size: 0.875rem;
  line-height: 1.5;
}
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td {
  padding: 0.38rem 0.9rem 0.38rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top;
}
thead th {
  border-bottom-color: var(--ink); color: var(--quiet); font-weight: 400; white-space: nowrap;
}
tbody th { font-weight: 400; }
.prose { min-width: 15rem; }
.scroll:not(.columns *) code { white-space: nowrap; }
.scroll :is(th, td):not(.prose) { word-break: keep-all; }
.n { padding-left: 0.9rem; padding-right: 0; text-align: right; white-space: nowrap; }
.n + td:not(.n), .n + th:not(.n) { padding-left: 1.5rem; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; align-items: start; }
.columns table { font-size: 0.8125rem; }

.violations { padding-left: 2.2rem; }
.violations li {
  margin: 0 0 0.9rem; padding: 0 0 0.9rem 0.4rem; border-bottom: 1px solid var(--line);
}
.violations p { margin: 0.15rem 0; }
.sides {
  display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; max-width: 46rem;
  margin: 0.5rem 0;
}
.sides div {
  padding: 0.45rem 0.8rem; border: 1px solid var(--line); border-left: 4px solid var(--pass);
}
.sides .wrong { border-left: 4px double var(--fail); }
.pages {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1.25rem;
}
.pages img {
  display: block; width: 100%; min-height: 4rem; border: 1px solid var(--line);
  background: #fff; color: #1a2027;
}
.pages figure { margin: 0; }
.pages figcaption { margin: 0.4rem 0 0; font-weight: 400; font-size: 0.8125rem; }
.notes { padding-left: 1.4rem; font-size: 0.875rem; max-width: 48rem; }
.notes li { margin-bottom: 0.4rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

@media (max-width: 44rem) {
  .columns .scroll { margin: 0; }
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.75rem; }
  section { margin-top: 2.25rem; }
  .cards, .columns, .sides { grid-template-columns: 1fr; }
  .facts, .tiles { grid-template-columns: 1fr 1fr; }
  .minor { display: none; }
}
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 12.5px; }
  body { max-width: none; padding: 0; }
  section { margin-top: 1.8rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, figcaption { break-after: avoid; }
  figure, .card, .tile, tr, .violations li { break-inside: avoid; }
  details:not([open]) { display: none; }
  .scroll { overflow: visible; }
  .scroll:not(.columns *) { break-inside: avoid; }
  thead { break-after: avoid; }
}
`;
