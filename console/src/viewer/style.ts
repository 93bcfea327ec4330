/** The style sheet inside the component; colours come from the page's tokens where it has them. */
export const style = `
:host {
  --_surface: var(--surface, light-dark(#ffffff, #211a17));
  --_sunken: var(--surface-sunken, light-dark(#f1ebe7, #130f0d));
  --_text: var(--text, light-dark(#241b17, #f3ebe6));
  --_soft: var(--text-soft, light-dark(#5f5049, #bfafa6));
  --_line: var(--line, light-dark(#ddd2cb, #3f342e));
  --_strong: var(--line-strong, light-dark(#8b7a70, #94837a));
  --_accent: var(--accent, light-dark(#8a3b2a, #f0a48f));
  --_focus: var(--focus, light-dark(#1f5fbf, #8ab8ff));
  --_radius: var(--radius, 12px);
  display: block;
  container-type: inline-size;
  color: var(--_text);
  font: 15px/1.45 var(--font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.root { display: grid; grid-template-columns: minmax(0, 1fr); background: var(--_surface); border: 1px solid var(--_line); border-radius: var(--_radius); overflow: hidden; }
.root:fullscreen { border: 0; border-radius: 0; grid-template-rows: minmax(0, 1fr); }
.stage { position: relative; height: var(--cutis-viewer-height, min(72vh, 46rem, 100cqw * var(--_ratio, 1))); min-height: 16rem; background: var(--_sunken); overflow: hidden; }
.root:fullscreen .stage { height: 100vh; }
.photo { position: absolute; inset: 0; outline: none; cursor: grab; }
.photo:active { cursor: grabbing; }
.photo:focus-visible::after { content: ''; position: absolute; inset: 2px; border: 3px solid var(--_focus); border-radius: calc(var(--_radius) - 2px); pointer-events: none; }
.openseadragon-container { text-align: left; }
.plane { position: absolute; top: 0; left: 0; transform-origin: 0 0; pointer-events: none; will-change: transform; }
.layer { position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden; will-change: transform; }
.layer > * { transform-origin: 0 0; }
.layer canvas, .layer img { position: absolute; top: 0; left: 0; display: block; max-width: none; }
.stroke { fill: none; stroke-linecap: round; stroke-linejoin: round; }
.light { fill: none; stroke: #fff; stroke-width: 3.5px; vector-effect: non-scaling-stroke; }
.dark { fill: none; stroke: #000; stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
::slotted([slot='overlay']) { position: absolute; inset: 0; }
.bar { position: absolute; inset-block-start: 10px; inset-inline-end: 10px; display: flex; flex-direction: column; gap: 6px; }
.bar button, .choice { background: color-mix(in srgb, var(--_surface) 92%, transparent); color: var(--_text); border: 1px solid var(--_strong); }
.bar button { display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border-radius: 10px; cursor: pointer; }
.bar button:hover { background: var(--_surface); border-color: var(--_accent); color: var(--_accent); }
.bar svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.choice { position: absolute; inset-block-start: 10px; inset-inline-start: 10px; display: flex; border-radius: 10px; padding: 2px; margin: 0; }
.choice label { position: relative; padding: 5px 12px; border-radius: 8px; cursor: pointer; font-size: 14px; line-height: 24px; }
.choice input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
.choice label:has(:checked) { background: var(--_accent); color: var(--on-accent, light-dark(#fff, #2b120b)); }
.choice label:has(:focus-visible) { outline: 3px solid var(--_focus); outline-offset: 2px; }
button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid var(--_focus); outline-offset: 2px; }
.tip { position: absolute; top: 0; left: 0; max-width: min(17rem, calc(100% - 8px)); padding: 8px 12px; border-radius: 10px; background: var(--_surface); border: 1px solid var(--_strong); box-shadow: 0 4px 20px rgb(0 0 0 / 30%); pointer-events: none; font-size: 14px; }
.tip strong { display: block; }
.tip dl { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; margin: 0 0 4px; }
.tip dt { color: var(--_soft); }
.tip dd { margin: 0; font-variant-numeric: tabular-nums; }
.tip small { display: block; color: var(--_soft); font-size: 13px; }
.note { position: absolute; inset: 0; display: flex; flex-direction: column; gap: 12px; align-items: center; justify-content: center; padding: 24px; text-align: center; color: var(--_soft); pointer-events: none; }
.problem { display: grid; gap: 12px; justify-items: center; padding: 16px; border-radius: 12px; background: var(--_surface); color: var(--_text); }
.problem:empty { display: none; }
.note button { pointer-events: auto; font: inherit; padding: 8px 16px; border-radius: 8px; border: 1px solid var(--_strong); background: var(--_surface); color: var(--_text); cursor: pointer; }
.panel { border-block-start: 1px solid var(--_line); padding: 14px 16px; max-height: 24rem; overflow: auto; }
.panel header { display: flex; align-items: baseline; gap: 8px; margin-block-end: 6px; }
.panel h2 { font-size: 15px; margin: 0; flex: 1; }
.panel header button { font: inherit; font-size: 14px; border: 0; background: none; color: var(--_accent); padding: 4px 6px; cursor: pointer; border-radius: 6px; text-decoration: underline; text-underline-offset: 3px; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows li { display: flex; align-items: center; gap: 8px; min-height: 36px; }
.rows label { display: flex; flex: 1; min-width: 0; align-items: center; gap: 10px; min-height: 36px; cursor: pointer; }
.rows input[type='checkbox'] { width: 18px; height: 18px; margin: 0; accent-color: var(--_accent); flex: none; }
.rows .name { overflow-wrap: anywhere; line-height: 1.25; }
.rows small { display: block; color: var(--_soft); font-size: 13px; }
.rows input[type='color'] { width: 32px; height: 28px; padding: 2px; border: 1px solid var(--_strong); border-radius: 6px; background: var(--_surface); cursor: pointer; flex: none; }
details { margin-block-start: 10px; border-block-start: 1px solid var(--_line); padding-block-start: 10px; }
summary { cursor: pointer; font-weight: 600; padding-block: 4px; }
.field { display: grid; grid-template-columns: 1fr auto; gap: 2px 8px; margin-block-start: 10px; font-size: 14px; }
.field output { color: var(--_soft); font-variant-numeric: tabular-nums; }
.field input, .field select { grid-column: 1 / -1; width: 100%; accent-color: var(--_accent); }
.field input { min-height: 24px; margin: 0; }
.field select { font: inherit; padding: 6px 8px; border: 1px solid var(--_strong); border-radius: 8px; background: var(--_surface); color: var(--_text); }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (min-width: 46rem) {
  .stage { height: var(--cutis-viewer-height, min(72vh, 46rem)); }
  .root.with-panel { grid-template-columns: minmax(0, 1fr) 17.5rem; }
  .panel { border-block-start: 0; border-inline-start: 1px solid var(--_line); max-height: var(--cutis-viewer-height, min(72vh, 46rem)); }
  .root:fullscreen .panel { max-height: 100vh; }
}
@media (pointer: coarse) {
  .bar button { width: 44px; height: 44px; }
  .rows li, .rows label { min-height: 44px; }
}
@media print { .bar, .choice, .panel { display: none; } }
`;
