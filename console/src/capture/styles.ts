/** The look of the component. Pages set `--accent` and the like (docs/components.md);
  light and dark follow the `color-scheme` of the page. */
const css = `
:host {
  --accent-: var(--accent, light-dark(#8a3b2a, #f0a48f));
  --on-accent-: var(--on-accent, light-dark(#fff, #2b120b));
  --surface-: var(--surface, light-dark(#fff, #211a17));
  --sunken-: var(--surface-sunken, light-dark(#f1ebe7, #2f2622));
  --line-: var(--line, light-dark(#c9bab1, #57483f));
  --text-: var(--text, light-dark(#241b17, #f3ebe6));
  --soft-: var(--text-soft, light-dark(#5f5049, #bfafa6));
  --good-: var(--good, light-dark(#1d6b45, #7fd3a6));
  --bad-: var(--bad, light-dark(#a32020, #ff9f97));
  --bad-soft-: var(--bad-soft, light-dark(#fbe4e2, #43201d));
  --focus-: var(--focus, light-dark(#1f5fbf, #8ab8ff));
  display: block;
  color: var(--text-);
  font: 16px/1.5 var(--font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame { background: var(--surface-); border: 1px solid var(--line-); border-radius: 16px; overflow: hidden; position: relative;
  container-type: inline-size; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 0; text-wrap: balance; }
h2:focus { outline: none; }
p { margin: 0; }
.soft { color: var(--soft-); }
.small { font-size: .875rem; }
.alert { color: var(--bad-); background: var(--bad-soft-); border-radius: 10px; padding: 10px 14px; text-align: start; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
  flex: none; }
button { font: inherit; color: inherit; cursor: pointer; min-height: 48px; padding: 10px 20px; display: inline-flex; align-items: center;
  justify-content: center; gap: 10px; border: 1px solid var(--line-); border-radius: 12px; background: var(--surface-); }
button:hover { border-color: var(--soft-); }
button.main { background: var(--accent-); color: var(--on-accent-); border-color: transparent; font-weight: 600; }
button.main:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--focus-); outline-offset: 2px; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; justify-content: center; }
.choose { position: relative; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 16px;
  padding: 40px 24px; min-height: 320px; text-align: center; }
.choose .buttons { width: 100%; }
@container (max-width: 480px) { .buttons > button { flex: 1 1 100%; } }
.drop-text { font-size: .9375rem; }
@media (hover: none) { .drop-text { display: none; } }
.drop { position: absolute; inset: 12px; display: none; align-items: center; justify-content: center; border: 3px dashed var(--accent-);
  border-radius: 12px; background: color-mix(in srgb, var(--surface-) 88%, transparent); font-weight: 600; pointer-events: none; }
.dropping .drop { display: flex; }
.camera { display: flex; flex-direction: column; align-items: center; padding-bottom: 16px; gap: 12px; }
.view { --ratio: 1.3333; position: relative; overflow: hidden; background: #14100e;
  width: min(100%, calc(var(--cutis-capture-height, 66vh) * var(--ratio))); aspect-ratio: var(--ratio); }
video { display: block; width: 100%; height: 100%; object-fit: cover; }
video.mirrored { transform: scaleX(-1); }
.oval { position: absolute; height: 84%; max-width: 80%; inset: 0; margin: auto; filter: drop-shadow(0 0 3px rgb(0 0 0 / 70%)); }
.oval ellipse { fill: none; stroke: #fff; stroke-width: 1.2; stroke-dasharray: 3 3; opacity: .95; }
.good .oval ellipse { stroke: #8ff0bd; stroke-width: 2.2; stroke-dasharray: none; }
.hint { min-height: 40px; max-width: calc(100% - 24px); border-radius: 12px; padding: 8px 16px; font-weight: 600; text-align: center;
  text-wrap: balance; background: var(--sunken-); }
.hint.good { background: #14532f; color: #fff; }
.step { padding: 16px 16px 0; font-size: 1.125rem; text-align: center; text-wrap: balance; }
.step span { display: block; font-weight: 400; font-size: 1rem; color: var(--soft-); }
.checks { list-style: none; display: flex; flex-wrap: wrap; justify-content: center; gap: 6px 14px; padding: 0 12px; margin: 0;
  font-size: .9375rem; }
.checks li { display: inline-flex; align-items: center; gap: 6px; color: var(--soft-); }
.mark { display: inline-flex; width: 20px; height: 20px; border-radius: 50%; border: 1.5px solid currentColor; align-items: center;
  justify-content: center; }
.mark .icon { width: 13px; height: 13px; stroke-width: 3.5; }
.checks [data-state='good'] { color: var(--good-); }
.checks [data-state='bad'] { color: var(--bad-); font-weight: 600; }
.bar { display: flex; align-items: center; justify-content: center; gap: 28px; }
.round, .round-space { width: 48px; height: 48px; padding: 0; border-radius: 50%; }
.shutter { width: 76px; height: 76px; padding: 0; border-radius: 50%; border: 0; background: none; position: relative; }
.shutter::before { content: ''; position: absolute; inset: 9px; border-radius: 50%; background: var(--accent-); }
.shutter:hover::before { filter: brightness(1.12); }
.shutter svg { width: 76px; height: 76px; rotate: -90deg; }
.ring { --held: 0; fill: none; stroke: var(--good-); stroke-width: 5; stroke-dasharray: var(--held) 1;
  opacity: clamp(0, calc(var(--held) * 99), 1); transition: stroke-dasharray .16s linear; }
.shutter::after { content: ''; position: absolute; inset: 2px; border-radius: 50%; border: 2px solid var(--line-); pointer-events: none; }
.automatic { display: inline-flex; gap: 10px; align-items: center; min-height: 32px; padding: 0 12px; font-size: .9375rem;
  cursor: pointer; }
input[type='checkbox'] { width: 20px; height: 20px; accent-color: var(--accent-); margin: 0; flex: none; }
.review { display: flex; flex-direction: column; }
.review img { display: block; width: 100%; max-height: var(--cutis-capture-height, 66vh); object-fit: contain; background: #14100e; }
.verdict { display: flex; flex-direction: column; gap: 12px; padding: 20px 24px 24px; justify-content: center; }
.verdict .checks { justify-content: flex-start; padding: 0; }
.verdict .buttons { justify-content: flex-start; }
.hints { margin: 0; padding-inline-start: 20px; }
@container (min-width: 760px) {
  .review { flex-direction: row; }
  .review img { width: 55%; min-height: 320px; }
  .verdict { flex: 1; }
}
progress { width: min(320px, 100%); height: 10px; accent-color: var(--accent-); }
.code .qr { display: block; width: min(240px, 70vw); height: auto; border-radius: 12px; }
.tick { display: inline-flex; width: 56px; height: 56px; border-radius: 50%; align-items: center; justify-content: center;
  color: var(--good-); border: 3px solid currentColor; }
.tick .icon { width: 30px; height: 30px; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
@media (forced-colors: active) { .shutter::before { background: ButtonText; } }
`;

let sheet: CSSStyleSheet | null = null;

/** A sheet that is shared by all elements; made by script, so that a strict content security policy allows it. */
export function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
