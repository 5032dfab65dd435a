/** Colours by what they say; the page's script reads them too. */
const COLORS = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --card: #ffffff; --text: #1c2024; --muted: #646b73; --line: #e7e5e0;
  --red: #b3261e; --red-tint: #fbebe9; --green: #1c7047; --green-tint: #e8f3ec;
  --amber: #8a5a00; --amber-tint: #fbf2df; --link: #2a5bb0;
  --ok: #7f95a9; --fail: #b0736b; --info: #b07712; --lost: #c62f25; --proof: #7b3fb5;
  --on-op: #14181c; --on-lost: #ffffff; --on-proof: #ffffff;
  --fault: #a3560f; --on-fault: #ffffff; --fault-tint: rgb(201 119 43 / 0.10);
  --primary: #2f5fb3; --on-primary: #ffffff; --replica: #ccd8ea; --on-replica: #33415a;
  --unreachable: #807c75; --watcher: #ddd3ea; --gap: rgb(120 120 120 / 0.12);
  --f1: #2f5fb3; --f2: #1c7047; --f3: #7b3fb5; --f4: #b3261e; --f5: #8a5a00; --f6: #127a86;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131619; --card: #1a1e22; --text: #e4e7ea; --muted: #98a1aa; --line: #2b3137;
    --red: #ff8a80; --red-tint: #3a201e; --green: #7fd3a3; --green-tint: #1a3126;
    --amber: #eebf62; --amber-tint: #352b17; --link: #8db4f5;
    --ok: #7d93a8; --fail: #a8655f; --info: #c08a2a; --lost: #ff6a5e; --proof: #b98aea;
    --on-op: #0d1013; --on-lost: #0d1013; --on-proof: #0d1013;
    --fault: #a45d1d; --on-fault: #ffffff; --fault-tint: rgb(224 140 60 / 0.13);
    --primary: #6f9df0; --on-primary: #0d1013; --replica: #2c3a50; --on-replica: #c4d2e8;
    --unreachable: #80858b; --watcher: #3b3152; --gap: rgb(160 160 160 / 0.14);
    --f1: #7ea6ee; --f2: #7fd3a3; --f3: #b98aea; --f4: #ff8a80; --f5: #eebf62; --f6: #5fc5d1;
  }
}`;

const TYPE = `
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
h1 { font-size: clamp(1.3rem, 1rem + 1.6vw, 1.9rem); line-height: 1.3; font-weight: 600;
  letter-spacing: -0.012em; margin: 14px 0 10px; text-wrap: pretty; overflow-wrap: anywhere; }
h1.long { font-size: clamp(1.1rem, 1rem + 0.6vw, 1.35rem); line-height: 1.4; letter-spacing: 0; }
h3 { font-size: 0.95rem; font-weight: 600; margin: 24px 0 8px; }
h2 { font-size: 1.05rem; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 10px; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre, .mono { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: 0.86em; }
.muted { color: var(--muted); }
.small { font-size: 0.88rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }`;

const LAYOUT = `
header { display: flex; gap: 8px 16px; flex-wrap: wrap; align-items: baseline;
  padding-top: 22px; font-size: 0.9rem; color: var(--muted); }
header strong { color: var(--text); letter-spacing: 0.01em; }
nav { margin-left: auto; display: flex; gap: 14px; flex-wrap: wrap; }
nav a { color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--text); text-decoration: underline; }
section { margin: 40px 0; scroll-margin-top: 16px; }
section > .lead { color: var(--muted); font-size: 0.92rem; margin-bottom: 14px; max-width: 70ch; }
.verdict { margin: 22px 0 30px; }
.pill { display: inline-block; padding: 2px 11px; border-radius: 99px; font-size: 0.82rem;
  font-weight: 600; margin-right: 6px; }
.bad { color: var(--red); background: var(--red-tint); }
.good { color: var(--green); background: var(--green-tint); }
.open { color: var(--amber); background: var(--amber-tint); }
.claim { color: var(--muted); max-width: 78ch; margin: 0; }
.figures { display: flex; flex-wrap: wrap; margin: 26px 0 0; padding: 0; gap: 14px 40px; list-style: none; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.figures span { color: var(--muted); font-size: 0.85rem; }
.figures .alarm b { color: var(--red); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; }
.scroll { overflow-x: auto; }
.spaced { margin-top: 26px; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--muted); }
th, td { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.num { text-align: right; white-space: nowrap; }
.nowrap { white-space: nowrap; }
.wrap { overflow-wrap: anywhere; min-width: 19ch; }
.met { min-width: 26ch; }
.lost-number { color: var(--red); font-weight: 600; }
pre { margin: 0; padding: 14px 16px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; overflow: auto; max-height: 420px; line-height: 1.5; }
details { border-top: 1px solid var(--line); padding: 10px 0; }
details:last-child { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
details[open] > summary { margin-bottom: 10px; }
footer { color: var(--muted); font-size: 0.85rem; padding-bottom: 48px; }
@media (max-width: 620px) {
  main, header, footer { padding-left: 16px; padding-right: 16px; }
  nav { margin-left: 0; width: 100%; }
  section { margin: 32px 0; }
  .figures { gap: 12px 28px; }
  .card { padding: 12px; }
  .wrap { min-width: 15ch; }
  .stacked thead { display: none; }
  .stacked tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .stacked td { display: block; padding: 1px 0; border: 0; }
  .stacked .nowrap { white-space: normal; }
  .story { padding-left: 18px; }
}
@media print { nav, .tools, #copy { display: none; } details > * { display: block; } }`;

const CHARTS = `
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 10px; }
button { font: inherit; font-size: 0.86rem; color: var(--text); background: var(--card);
  border: 1px solid var(--line); border-radius: 7px; padding: 4px 12px; cursor: pointer; }
button:hover { border-color: var(--muted); }
.tools .alarm { color: var(--red); border-color: currentColor; }
#range { margin-left: auto; font-size: 0.84rem; color: var(--muted); font-variant-numeric: tabular-nums; }
.chart { position: relative; }
canvas { display: block; width: 100%; touch-action: pan-y; cursor: grab; }
#tip { position: absolute; z-index: 1; max-width: 320px; padding: 4px 9px; border-radius: 6px; pointer-events: none;
  background: var(--text); color: var(--page); font-size: 0.8rem; overflow-wrap: anywhere; }
#tip[hidden] { display: none; }
.chart-title { font-size: 0.86rem; font-weight: 600; margin: 20px 0 4px; display: flex; gap: 4px 18px; flex-wrap: wrap; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 0; padding: 0;
  font-weight: 400; color: var(--muted); }
.swatch { position: relative; display: inline-block; width: 22px; height: 0; border-top: 3px solid; margin-right: 6px; vertical-align: middle; }
.swatch.thin { border-top-width: 1px; }
.swatch::after { content: attr(data-mark); position: absolute; inset: -0.75em 0 auto; text-align: center; font-size: 11px; line-height: 1; }
.shape { display: inline-block; width: 12px; height: 20px; margin-right: 5px; vertical-align: -5px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; font-size: 0.88rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.selected { margin-top: 14px; padding-top: 12px; border-top: 1px solid var(--line); min-height: 3em; }
kbd { font: 0.78rem ui-monospace, Menlo, Consolas, monospace; border: 1px solid var(--line); border-bottom-width: 2px;
  border-radius: 4px; padding: 0 5px; background: var(--card); }
.command { display: flex; gap: 10px; align-items: flex-start; }
.command pre { flex: 1; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
details.proof { margin: 10px 0; border: 1px solid var(--line); padding: 10px 16px; }
.proof summary { overflow-wrap: anywhere; }`;

const CYCLES = `
.bound { margin: 18px 0 0; max-width: 720px; }
.bound svg { display: block; width: 100%; }
.bound .room { fill: var(--line); }
.bound .within { fill: var(--green); }
.bound .beyond { fill: var(--red); }
.bound line { stroke: var(--text); stroke-width: 2; }
.cycle { margin: 14px 0 4px; }
.cycle svg { display: block; font: 11px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.cycle text { fill: var(--text); pointer-events: none; }
.cycle .label { font-weight: 700; }
.cycle a rect { fill: var(--page); stroke: var(--muted); }
.cycle a:hover rect { stroke: var(--link); stroke-width: 2; }
.cycle .line { fill: none; stroke: var(--muted); stroke-width: 1.6; }
.cycle .reach { fill: none; stroke: transparent; stroke-width: 18; }
.cycle .head { fill: var(--muted); }
.cycle g text { font-weight: 700; paint-order: stroke; stroke: var(--card); stroke-width: 8; }
.cycle .rw .line { stroke: var(--red); }
.cycle .rw .head, .cycle .rw text { fill: var(--red); }
.cycle .process .line, .cycle .realtime .line { stroke-dasharray: 5 4; }
.cycle g:hover .line { stroke-width: 3; }`;

const ORDERS = `
.orders { margin: 14px 0 4px; }
.orders figcaption { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; margin-bottom: 8px; font-weight: 600; }
.orders .which { font-weight: 400; }
.orders .to-error { margin-left: auto; color: var(--red); border-color: currentColor; }
.orders svg { display: block; font: 11px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
.orders text { fill: var(--text); pointer-events: none; }
.orders .lanes rect { fill: var(--card); }
.orders .lane { fill: var(--muted); }
.order-op { cursor: pointer; }
.order-op rect { fill: var(--page); stroke: var(--ok); }
.order-op.held rect { fill: var(--green-tint); stroke: var(--green); }
.order-op.proof-op rect { fill: var(--red-tint); stroke: var(--red); }
.order-op.error-op rect { stroke-width: 2.5; stroke: var(--red); }
.order-op.open-op rect { stroke-dasharray: 4 3; }
.order-op.selected rect { stroke-width: 2.5; }
.order-line { fill: none; stroke: var(--green); stroke-width: 1.5; pointer-events: none; }
.order-point { fill: var(--green); pointer-events: none; }
.orders .state { min-height: 3.2em; margin: 8px 0 4px; overflow-wrap: anywhere; }`;

/** The page's style sheet: no image, no font, nothing from elsewhere. */
export const STYLE = `${COLORS}${TYPE}${LAYOUT}${CHARTS}${CYCLES}${ORDERS}\n`;
