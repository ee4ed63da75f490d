/** The page's style sheet: system fonts, both themes, print. Every pair of ink and ground has a contrast of 4.5 or more. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#ffffff, #0f1115); --raised: light-dark(#f5f7f9, #171a20); --ink: light-dark(#1b1f24, #e8eaed);
  --quiet: light-dark(#4b5563, #aeb6c2); --line: light-dark(#d5dae1, #323844); --link: light-dark(#1558a8, #7cbaff) }
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 1200px; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif }
header { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; align-items: start }
header p { grid-column: 1 / -1; margin: 0; color: var(--quiet) }
header h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; text-wrap: balance }
header button { grid-row: 1; grid-column: 2 }
h2 { margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.35rem; line-height: 1.25 }
h3 { margin: 2.25rem 0 .5rem; font-size: 1.1rem }
p, li { max-width: 75ch; overflow-wrap: anywhere }
p { margin: .5rem 0 }
li { margin: .25rem 0 }
a { color: var(--link) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none }
nav a { display: inline-block; min-height: 24px }
button { min-height: 2rem; padding: .25rem .75rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--raised);
  color: var(--ink); font: inherit; font-size: .875rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
main:focus { outline: none }
.skip { position: absolute; left: -100vw }
.skip:focus { left: 1rem; top: .5rem; padding: .25rem .5rem; background: var(--ground) }
.scroll { margin: .75rem 0; overflow-x: auto }
.scroll + p { margin-top: 1.75rem }
table { border-collapse: collapse; min-width: 100%; font-size: .875rem; line-height: 1.4 }
caption { padding: .25rem 0 .5rem; text-align: left; color: var(--quiet) }
th, td { padding: .4rem .55rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline }
th:first-child, td:first-child { padding-left: 0 }
thead th { border-bottom: 1px solid var(--quiet); font-weight: 600; vertical-align: bottom }
tbody th { font-weight: 600; white-space: nowrap }
.number { text-align: right; font-variant-numeric: tabular-nums }
td.number { white-space: nowrap }
figure { margin: 2rem 0 }
.chart { position: relative; height: 420px }
figcaption { max-width: 75ch; color: var(--quiet); font-size: .9rem }
details { margin: .75rem 0 }
summary { min-height: 24px; cursor: pointer }
pre { padding: .75rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised);
  font: .875rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace }
@media print {
  :root, :root[data-theme] { color-scheme: light }
  body { max-width: none; padding: 0; font-size: 10pt }
  nav, header button, .skip { display: none }
  section h2, section h3, thead, summary { break-after: avoid }
  figure, tr { break-inside: avoid }
  .scroll { overflow: visible }
  table { font-size: 7.5pt }
  th, td { padding: .2rem .4rem }
}`
