import { make } from './panel';
import type { Frame } from './model';
import { svg } from './layerView';
import type { Words } from './words';

const icons = {
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  home: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  full: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
};

function button(label: string, icon: keyof typeof icons, part: string, onClick: () => void): HTMLButtonElement {
  const picture = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  picture.append(svg('path', { d: icons[icon] }));
  const made = make('button', { type: 'button', 'aria-label': label, title: label, part: `button ${part}` }, picture);
  made.addEventListener('click', onClick);
  return made;
}

/** The buttons on the photo. */
export function zoomBar(words: Words, actions: { zoom(factor: number): void; home(): void; full(): void }): HTMLElement {
  return make(
    'div',
    { class: 'bar', part: 'bar' },
    button(words.zoomIn, 'plus', 'zoom-in', () => actions.zoom(1.6)),
    button(words.zoomOut, 'minus', 'zoom-out', () => actions.zoom(1 / 1.6)),
    button(words.home, 'home', 'home', () => actions.home()),
    button(words.fullScreen, 'full', 'full-screen', () => actions.full()),
  );
}

/** Chooses between the photo as it was taken and the aligned one. */
export function frameChoice(words: Words, frame: Frame, onChoose: (frame: Frame) => void): HTMLElement {
  const options = (['original', 'restored'] as const).map(value => {
    const input = make('input', { type: 'radio', name: 'frame', value });
    input.checked = value === frame;
    input.addEventListener('change', () => onChoose(value));
    return make('label', {}, input, words[value]);
  });
  return make('div', { class: 'choice', part: 'frame', role: 'radiogroup', 'aria-label': words.frame }, ...options);
}
