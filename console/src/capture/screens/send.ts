import { h, icon, icons } from '../dom';
import type { Stage } from '../stage';

export interface Sending {
  /** Sends everything; the share that was sent is reported from 0 to 1. */
  send(progress: (share: number) => void, signal: AbortSignal): Promise<void>;
  textOf(error: unknown): string;
  done(): void;
  cancel(): void;
}

/** The way of the photo to the server, with what can be done when it fails. */
export function showSending(stage: Stage, sending: Sending): void {
  const t = stage.words();
  stage.show(signal => {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': t.sending });
    const text = h('p', { class: 'soft' }, t.sent(0));
    const heading = h('h2', { tabindex: -1, 'data-focus': true }, t.sending);
    const alert = h('div', { role: 'alert' });
    const buttons = h('div', { class: 'buttons' });
    const cancel = () => h('button', { type: 'button', 'data-cancel': true, onclick: sending.cancel }, t.cancel);
    const run = () => {
      alert.replaceChildren();
      buttons.replaceChildren(cancel());
      bar.hidden = text.hidden = false;
      const report = (share: number) => {
        bar.value = share;
        text.textContent = t.sent(Math.round(100 * share));
      };
      sending.send(report, signal).then(sending.done, error => {
        if (signal.aborted) return;
        bar.hidden = text.hidden = true;
        alert.replaceChildren(h('p', { class: 'alert' }, sending.textOf(error)));
        const retry = h('button', { type: 'button', class: 'main', 'data-retry': true, onclick: run }, t.retry);
        buttons.replaceChildren(retry, cancel());
        retry.focus();
      });
    };
    run();
    return h('div', { class: 'choose' }, heading, bar, text, alert, buttons);
  });
}

/** The end. */
export function showDone(stage: Stage, text: string, again: (() => void) | null): void {
  const t = stage.words();
  stage.show(() =>
    h(
      'div',
      { class: 'choose done' },
      h('span', { class: 'tick' }, icon(icons.good)),
      h('h2', { tabindex: -1, 'data-focus': true }, text),
      again && h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: again }, t.oneMore)),
    ),
  );
  stage.announce(text, 0);
}
