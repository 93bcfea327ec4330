import type { Camera } from '../camera';
import { firstHint, type Check, type CheckName, type Side } from '../checks/judge';
import { h, icon, icons, svg } from '../dom';
import { Guidance, type Look, type SkinColour } from '../guidance';
import type { Stage } from '../stage';
import type { Words } from '../words';

export interface Shooting {
  camera: Camera;
  side: Side;
  /** Which photo of how many it is; null when there is only one. */
  step: [number, number] | null;
  automatic: boolean;
  skin: SkinColour | null;
  setAutomatic(on: boolean): void;
  back: (() => void) | null;
  other: (() => void) | null;
  /** The photo is to be taken now. */
  shoot(video: HTMLVideoElement, skin: SkinColour | null): void;
  lost(): void;
  ready(): void;
}

/** The picture of the camera with an oval for the face, what is to be changed, and the button that takes the photo. */
export function showCamera(stage: Stage, shooting: Shooting): void {
  const t = stage.words();
  stage.show(signal => {
    const video = h('video', { playsinline: true, muted: true, autoplay: true, 'aria-label': t.video });
    video.muted = true;
    video.srcObject = shooting.camera.stream;
    if (shooting.camera.source === 'front_camera') video.classList.add('mirrored');
    const hint = h('p', { class: 'hint', 'aria-hidden': 'true' }, t.starting);
    const view = h('div', { class: 'view' }, video, oval());
    video.addEventListener('loadedmetadata', () => {
      view.style.setProperty('--ratio', String(video.videoWidth / video.videoHeight));
      shooting.ready();
    });
    const list = checkList(t);
    const ring = svg('circle', { cx: 36, cy: 36, r: 33, pathLength: 1, class: 'ring' });
    let skin: SkinColour | null = shooting.skin;
    let isTaken = false;
    const shoot = () => {
      if (isTaken || video.readyState < 2) return;
      isTaken = true;
      guidance.stop();
      shooting.shoot(video, skin);
    };
    const shutter = h('button', { type: 'button', class: 'shutter', 'aria-label': t.shoot, 'data-focus': true, onclick: shoot });
    shutter.append(svg('svg', { viewBox: '0 0 72 72', 'aria-hidden': 'true' }, ring));
    const automatic = h('input', { type: 'checkbox' });
    automatic.checked = shooting.automatic;
    automatic.addEventListener('change', () => shooting.setAutomatic(automatic.checked));
    const guidance = new Guidance(video, shooting.side, shooting.skin, look => {
      skin = look.skin ?? skin;
      list.show(look.checks);
      const text = textOf(t, look, automatic.checked);
      hint.textContent = text;
      view.classList.toggle('good', look.isReady);
      hint.classList.toggle('good', look.isReady);
      ring.style.setProperty('--held', automatic.checked ? String(look.held) : '0');
      stage.announce(text);
      if (automatic.checked && look.held === 1) shoot();
    });
    guidance.start();
    shooting.camera.track.addEventListener('ended', () => shooting.lost(), { signal });
    signal.addEventListener('abort', () => (guidance.stop(), (video.srcObject = null)));
    const small = (label: string, path: string, onclick: (() => void) | null) =>
      onclick
        ? h('button', { type: 'button', class: 'round', 'aria-label': label, title: label, onclick }, icon(path))
        : h('span', { class: 'round-space' });
    return h(
      'div',
      { class: 'camera' },
      heading(t, shooting),
      view,
      hint,
      list.element,
      h('div', { class: 'bar' }, small(t.back, icons.back, shooting.back), shutter, small(t.switchCamera, icons.turn, shooting.other)),
      h('label', { class: 'automatic' }, automatic, t.automatic),
    );
  });
}

function heading(t: Words, { step, side }: Shooting): HTMLElement | null {
  return step && h('h2', { class: 'step' }, `${t.step(...step)} · ${t.sides[side]}`, h('span', {}, t.sideText[side]));
}

function oval(): SVGElement {
  return svg('svg', { class: 'oval', viewBox: '0 0 100 132', 'aria-hidden': 'true' }, svg('ellipse', { cx: 50, cy: 66, rx: 46, ry: 62 }));
}

function textOf(t: Words, look: Look, automatic: boolean): string {
  if (look.isReady) return automatic ? t.holdStill : t.shootNow;
  const hint = firstHint(look.checks);
  return hint ? t.hints[hint] : t.looking;
}

const names: CheckName[] = ['face', 'size', 'angle', 'light', 'sharpness'];

/** The checks as a list; also used when a photo is reviewed. */
export function checkList(t: Words): { element: HTMLElement; show(checks: readonly Check[]): void } {
  const items = names.map(name => {
    const mark = h('span', { class: 'mark' });
    const state = h('span', { class: 'sr' });
    const item = h('li', { 'data-check': name }, mark, t.checks[name], state);
    return { name, item, mark, state, shown: '' };
  });
  const show = (checks: readonly Check[]) => {
    for (const entry of items) {
      const state = checks.find(check => check.name === entry.name)?.state ?? 'unknown';
      if (state === entry.shown) continue;
      entry.shown = state;
      entry.item.dataset.state = state;
      entry.mark.replaceChildren(icon(icons[state]));
      entry.state.textContent = `: ${t.states[state]}`;
    }
  };
  show([]);
  return { element: h('ul', { class: 'checks' }, ...items.map(entry => entry.item)), show };
}
