"""How the report looks, on a screen, in the dark and on paper. Colours never say anything alone."""

STYLE = """\
:root { color-scheme: light dark; --line: #8886; --mark: #fff3a3; --ink: #111; --stamp: #a33b00; }
:root { --box: #fff; }
* { box-sizing: border-box; }
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h2 { border-bottom: 2px solid var(--line); padding-bottom: .2rem; margin-top: 2.5rem; }
h3 { font-size: 1.1rem; margin-bottom: .3rem; }
table { border-collapse: collapse; font-family: system-ui, sans-serif; font-size: .85rem; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { padding: .25rem .5rem; text-align: left; vertical-align: top; }
tbody th { font-weight: normal; }
.wide { overflow-x: auto; }
.matrix th, .matrix td { border: 1px solid var(--line); }
.matrix tbody th { min-width: 14rem; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.cell { text-align: center; font-weight: bold; }
.cell abbr, thead abbr { text-decoration: none; }
.supports { background: #00796b38; }
.partly_supports { background: #0277bd38; }
.queries { background: #f9a82538; }
.refutes, .mixed { background: #c2185b38; }
li.supports, li.partly_supports, li.queries, li.refutes { background: none; border-left: 4px solid; }
li.supports { border-color: #00796b; }
li.partly_supports { border-color: #0277bd; }
li.queries { border-color: #f9a825; }
li.refutes { border-color: #c2185b; }
.bars { width: 100%; }
.bar { width: 12rem; }
.bar span { display: block; height: .8rem; margin-top: .25rem; }
.bar span { background: #5c6bc0; border: 1px solid #3949ab; }
.bar div { display: flex; }
.bar div .supports { background: #00796b; border-color: #004d40; }
.bar div .partly_supports { background: #0277bd; border-color: #004c8c; }
.bar div .queries { background: #f9a825; border-color: #c17900; }
.bar div .refutes, .bar div .mixed { background: #c2185b; border-color: #880e4f; }
.bar div .no_mention { background: #8888; border-color: #888; }
.bar div .set_aside, .bar div .unreviewed { background: none; border: 1px dashed #888; }
.ways { width: 100%; max-width: 60rem; height: auto; font: 13px system-ui, sans-serif; }
.ways text { fill: currentColor; }
.ways .head { opacity: .8; font-size: 12px; }
.ways rect { fill: var(--box); stroke: var(--line); }
.ways .origin rect { stroke: currentColor; }
.ways .count { text-anchor: end; font-weight: bold; }
.ways path { fill: none; stroke: #7986cb; stroke-opacity: .7; }
.bar .disputed, .bar .refuted { background: #c2185b; border-color: #880e4f; }
.bar .corroborated { background: #00796b; border-color: #004d40; }
.claim { border-top: 1px solid var(--line); padding-top: .3rem; margin-top: 1.2rem; overflow-wrap: anywhere; }
h2 + .claim { border-top: 0; padding-top: 0; }
.claim ul { list-style: none; padding: 0; }
.claim li { padding: .1rem 0 .1rem .8rem; margin: .6rem 0; }
.about, .legend, .status { font-family: system-ui, sans-serif; font-size: .85rem; margin: .2rem 0; }
.stamp { color: var(--stamp); font-family: system-ui, sans-serif; font-size: .85rem; font-weight: bold; }
td .stamp { white-space: nowrap; }
p.stamp { border: 2px solid; padding: .2rem .5rem; width: fit-content; }
blockquote { margin: .2rem 0; }
blockquote p { margin: 0; white-space: pre-line; }
mark { background: var(--mark); color: var(--ink); }
code { overflow-wrap: anywhere; font-size: .8em; }
@media (prefers-color-scheme: dark) { :root { --stamp: #ffab6b; --box: #1e1e1e; } }
@media print {
  :root { color-scheme: light; --mark: #fff; --stamp: #000; --box: #fff; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
  mark { background: none; font-weight: bold; text-decoration: underline; }
  h2, h3 { break-after: avoid; }
  .claim li, tr { break-inside: avoid; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  * { print-color-adjust: exact; }
}
"""
