import { h } from '../dom';
import { qrCode } from '../qr';
import type { Stage } from '../stage';

/** A link that a phone opens to take the photo there. */
export interface CompanionLink {
  url: string;
  /** When it ends to be valid. */
  expiresAt?: string | Date;
}

export type CompanionState = 'opened' | 'finished' | 'expired';

export interface HandOver {
  link(report: (state: CompanionState) => void, signal: AbortSignal): Promise<CompanionLink>;
  finished(): void;
  failed(error: unknown): void;
  back(): void;
}

/** A QR code for the phone, how long it is valid, and what has become of it. */
export function showCompanion(stage: Stage, handOver: HandOver): void {
  const t = stage.words();
  stage.show(signal => {
    const code = h('div', { class: 'code' });
    const state = h('p', { class: 'soft', role: 'status' });
    const buttons = h('div', { class: 'buttons' });
    const back = h('button', { type: 'button', onclick: handOver.back }, t.back);
    let run = new AbortController();
    let counting = new AbortController();
    const stop = () => (run.abort(), counting.abort());
    signal.addEventListener('abort', stop);
    const expired = () => {
      stop();
      code.replaceChildren();
      state.textContent = t.companionExpired;
      buttons.replaceChildren(h('button', { type: 'button', class: 'main', 'data-new-code': true, onclick: begin }, t.newCode), back);
    };
    const report = (now: CompanionState) => {
      if (now === 'expired') return expired();
      if (now === 'finished') return handOver.finished();
      counting.abort();
      code.replaceChildren();
      state.textContent = t.companionOpened;
      buttons.replaceChildren(back);
    };
    const begin = async () => {
      stop();
      [run, counting] = [new AbortController(), new AbortController()];
      state.textContent = '';
      buttons.replaceChildren(back);
      try {
        const mine = run;
        const link = await handOver.link(next => !mine.signal.aborted && report(next), mine.signal);
        if (mine.signal.aborted) return;
        const picture = qrCode(link.url);
        picture.setAttribute('role', 'img');
        picture.setAttribute('aria-label', t.qr);
        code.replaceChildren(picture);
        buttons.replaceChildren(copyButton(link.url, t.copyLink, t.copied), back);
        if (link.expiresAt)
          count(new Date(link.expiresAt), counting.signal, left => (left ? (state.textContent = t.validFor(left)) : expired()));
      } catch (error) {
        if (!signal.aborted) handOver.failed(error);
      }
    };
    void begin();
    return h(
      'div',
      { class: 'choose companion' },
      h('h2', { tabindex: -1, 'data-focus': true }, t.companionTitle),
      h('p', { class: 'soft' }, t.companionText),
      code,
      state,
      buttons,
    );
  });
}

// The time in full minutes while there are some, so that screen readers are not told every second.
function count(end: Date, signal: AbortSignal, tell: (left: string) => void): void {
  let told = '-';
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end.getTime() - Date.now()) / 1000));
    const left = seconds === 0 ? '' : seconds > 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 10) * 10} s`;
    if (left !== told) tell((told = left));
  };
  const timer = setInterval(tick, 1000);
  signal.addEventListener('abort', () => clearInterval(timer));
  tick();
}

function copyButton(url: string, label: string, done: string): HTMLElement {
  const button = h('button', { type: 'button', 'data-copy': true }, label);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(url);
      button.textContent = done;
    } catch {
      window.prompt(label, url);
    }
  });
  return button;
}
