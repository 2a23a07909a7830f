/*
 * What the panel looks like: the paper, ink and accent of messages, set small.
 */
const CSS = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: 0 !important;
  width: 100% !important;
  height: 100% !important;
  overflow: visible !important;
  pointer-events: none !important;
  background: none !important;
  z-index: 2147483646 !important;
  display: block !important;
  color-scheme: light !important;
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif !important;
  --surface: #fffdfa; --raised: #f6f2eb; --ink: #1d1b18; --muted: #6b655d; --line: #e7e1d8;
  --yes: #2f5d50; --no: #a8402c; --maybe: #8a6a1f; --accent: #2f5d50; --glow: #f3e6c4;
  --mono: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :host {
    color-scheme: dark !important;
    --surface: #1c1b19; --raised: #262421; --ink: #f4f0ea; --muted: #a8a198; --line: #35322e;
    --yes: #8fc9b5; --no: #f0937d; --maybe: #e0be6a; --accent: #8fc9b5; --glow: #4a4024;
  }
}
* { box-sizing: border-box; margin: 0; padding: 0; }
[hidden] { display: none !important; }
ul { list-style: none; }
button, input { font: inherit; color: inherit; }
button { border: 0; background: none; cursor: pointer; text-align: start; }
code { font: var(--mono); }
h2, h3 { font-size: 11px; font-weight: 650; color: var(--muted); letter-spacing: .04em; text-transform: uppercase; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 6px; }

.drawer, .tab { pointer-events: auto; position: fixed; background: var(--surface); color: var(--ink); }
.drawer {
  inset: 0 0 0 auto;
  width: min(420px, 100vw);
  display: flex;
  flex-direction: column;
  border-left: 1px solid var(--line);
  box-shadow: -1px 0 2px rgb(29 24 18/.05), -8px 0 32px rgb(29 24 18/.12);
}
.top { display: flex; align-items: center; gap: 8px; padding: 10px 8px 10px 16px; border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; letter-spacing: -.01em; color: var(--accent); }
.top .summary { flex: 1; color: var(--muted); font-size: 12px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.icon { min-width: 28px; height: 28px; padding: 0 8px; border-radius: 8px; color: var(--muted); font-size: 12px; text-align: center; white-space: nowrap; }
.icon.fold { font-size: 18px; line-height: 1; }
.icon:hover { background: var(--raised); color: var(--ink); }
.tab {
  inset: auto 0 88px auto;
  display: flex;
  gap: 8px;
  align-items: center;
  padding: 8px 14px;
  border: 1px solid var(--line);
  border-right: 0;
  border-radius: 12px 0 0 12px;
  box-shadow: 0 8px 24px rgb(29 24 18/.14);
  font-size: 12px;
}
.tab b { color: var(--accent); font-weight: 650; }
.tab .summary { color: var(--muted); }
.body { flex: 1; overflow: auto; overscroll-behavior: contain; }
.notice { margin: 12px 16px; padding: 8px 12px; border-radius: 8px; background: var(--raised); color: var(--no); }
.part { border-bottom: 1px solid var(--line); }
.part > .bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 8px; padding: 10px 16px 6px; background: var(--surface); }

.campaign { border-top: 1px solid var(--line); }
.campaign:first-child { border-top: 0; }
.head { display: flex; gap: 10px; width: 100%; padding: 8px 12px 9px 16px; }
.head:hover { background: var(--raised); }
.state {
  flex: none;
  width: 66px;
  height: 20px;
  border-radius: 10px;
  font-size: 11px;
  line-height: 20px;
  font-weight: 600;
  text-align: center;
  color: var(--muted);
  background: var(--raised);
}
.head[aria-expanded=true] .state { background: var(--line); }
.campaign.showing .state { background: var(--yes); color: var(--surface); }
.campaign.ready .state { color: var(--yes); box-shadow: inset 0 0 0 1px var(--yes); background: none; }
.campaign.waiting .state { color: var(--maybe); box-shadow: inset 0 0 0 1px var(--maybe); background: none; }
.what { flex: 1; min-width: 0; display: grid; gap: 1px; }
.title { display: flex; gap: 8px; align-items: baseline; min-width: 0; }
.title .name { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.title .id { color: var(--muted); font-size: 11px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; flex: 0 1 auto; min-width: 40px; }
.head .sentence { color: var(--muted); overflow-wrap: anywhere; }
.head .fold::before { content: "▸"; color: var(--muted); font-size: 10px; }
.head[aria-expanded=true] .fold::before { content: "▾"; }
.more { display: grid; gap: 10px; padding: 4px 16px 14px; background: var(--raised); }
.head[aria-expanded=true] { background: var(--raised); }
.more h3 { margin-bottom: 3px; font-size: 10px; }
.gate, .clause { display: grid; grid-template-columns: 16px minmax(0, auto) 1fr; gap: 0 6px; padding: 1px 0; }
.gate .sentence { color: var(--muted); grid-column: 2 / -1; font-size: 12px; }
.gate.is-true { display: inline-grid; margin-inline-end: 12px; color: var(--muted); grid-template-columns: 14px auto; }
.gate .sentence:empty { display: none; }
.gates { display: flex; flex-wrap: wrap; }
.gate:not(.is-true) { flex: 1 0 100%; order: -1; }
.mark { font-size: 11px; font-weight: 700; text-align: center; }
.is-true > .mark { color: var(--yes); }
.is-false > .mark { color: var(--no); }
.is-unknown > .mark { color: var(--maybe); }
.clause { grid-template-columns: 16px 1fr auto; padding-inline-start: calc(var(--depth, 0)*14px); }
.clause .text { font: var(--mono); overflow-wrap: anywhere; }
.clause .seen { display: block; color: var(--muted); font-size: 12px; }
.clause.is-false .seen { color: var(--no); }
.clause.is-unknown .seen { color: var(--maybe); }
.clause.group .text { color: var(--muted); font: 12px/1.5 inherit; }
.clause .place { color: var(--muted); font: 11px/1.6 ui-monospace, monospace; }
.preview { justify-self: start; color: var(--accent); font-size: 12px; text-underline-offset: 3px; }

.filter { margin-inline-start: auto; width: 160px; height: 26px; padding: 0 8px; border: 1px solid var(--line); border-radius: 8px; background: none; font-size: 12px; }
.filter::placeholder { color: var(--muted); }
.count { color: var(--muted); font-size: 11px; font-variant-numeric: tabular-nums; }
.facts { padding-bottom: 16px; }
.fact { display: grid; grid-template-columns: 45% 1fr; gap: 8px; padding: 1.5px 16px; }
.fact:hover { background: var(--raised); }
.fact .name { overflow-wrap: anywhere; }
.fact .family { color: var(--muted); }
.fact .value { font: var(--mono); overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.fact.unknown .value { color: var(--maybe); font-style: italic; }
.fact.absent .value { color: var(--muted); }
.fact.idle .name { opacity: .7; }
.fact.changed .value { animation: changed 1.2s ease-out; border-radius: 4px; }
@keyframes changed { from { background: var(--glow); } }
@media (prefers-reduced-motion: reduce) { .fact.changed .value { animation: none; } }

.problems summary { padding: 9px 16px; font-weight: 600; cursor: pointer; color: var(--no); }
.problem { display: grid; gap: 1px; padding: 4px 16px 8px; overflow-wrap: anywhere; }
.problem .where { color: var(--muted); font-size: 12px; }
.problem b { color: var(--no); font-weight: 650; }
.problem.warning b, .problem.note b { color: var(--maybe); }

@media (max-width: 640px) {
  .drawer { inset: auto 0 0; width: 100%; height: 62vh; border: 0; border-top: 1px solid var(--line); border-radius: 16px 16px 0 0; box-shadow: 0 -8px 32px rgb(29 24 18/.16); }
  .icon.fold { transform: rotate(90deg); }
}
@media (forced-colors: active) { .drawer, .tab, .state { border: 1px solid; } }
`;

/** A style sheet that no policy of the page refuses. */
export function sheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(CSS);
  return made;
}
