import { h, icon, icons } from '../dom';
import type { Stage } from '../stage';

export type Source = 'front_camera' | 'back_camera' | 'upload' | 'companion';

export interface Choice {
  title: string;
  sources: readonly Source[];
  /** Why the last try did not succeed. */
  error?: string;
  choose(source: Source): void;
  take(files: File[]): void;
}

/** The first screen: where the photo comes from. Photos may also be dropped on it and pasted. */
export function showChoice(stage: Stage, choice: Choice): void {
  const t = stage.words();
  stage.show(signal => {
    const file = h('input', { type: 'file', accept: 'image/*', class: 'sr', tabindex: -1, 'aria-hidden': 'true' });
    file.addEventListener('change', () => choice.take([...(file.files ?? [])]));
    const labels = {
      front_camera: t.frontCamera,
      back_camera: t.backCamera,
      upload: choice.error ? t.uploadAgain : t.upload,
      companion: t.companion,
    };
    const pictures = { front_camera: icons.camera, back_camera: icons.camera, upload: icons.file, companion: icons.phone };
    const buttons = choice.sources.map((source, i) => {
      const onclick = () => (source === 'upload' ? file.click() : choice.choose(source));
      return h(
        'button',
        { type: 'button', class: i === 0 ? 'main' : '', 'data-source': source, onclick },
        icon(pictures[source]),
        labels[source],
      );
    });
    const takes = choice.sources.includes('upload');
    const screen = h(
      'div',
      { class: 'choose' },
      h('h2', { tabindex: -1, 'data-focus': true }, choice.title),
      choice.error ? h('p', { class: 'alert', role: 'alert' }, choice.error) : h('p', { class: 'soft' }, t.chooseText),
      h('div', { class: 'buttons' }, ...buttons),
      takes && h('p', { class: 'soft drop-text' }, t.dropHere),
      takes && file,
      takes && h('div', { class: 'drop', 'aria-hidden': 'true' }, t.dropNow),
    );
    if (takes) listen(screen, signal, choice.take);
    return screen;
  });
}

function listen(screen: HTMLElement, signal: AbortSignal, take: (files: File[]) => void): void {
  let inside = 0;
  const mark = (change: number) => {
    inside = change === 0 ? 0 : inside + change;
    screen.classList.toggle('dropping', inside > 0);
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  screen.addEventListener('dragenter', event => hasFiles(event) && mark(1));
  screen.addEventListener('dragleave', event => hasFiles(event) && mark(-1));
  screen.addEventListener('dragover', event => hasFiles(event) && event.preventDefault());
  screen.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(0);
    take([...event.dataTransfer!.files]);
  });
  document.addEventListener(
    'paste',
    event => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    },
    { signal },
  );
}
