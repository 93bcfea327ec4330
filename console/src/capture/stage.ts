import type { Words } from './words';
import { h } from './dom';

/** Where the screens of the component are shown, one at a time, and what is said to screen readers. */
export class Stage {
  private readonly place = h('div', { class: 'place' });
  private readonly live = h('p', { class: 'sr', 'aria-live': 'polite', role: 'status' });
  private readonly frame = h('section', { class: 'frame' }, this.place, this.live);
  private leave: AbortController | null = null;
  private shown = 0;
  private said = { text: '', at: 0, timer: 0 };

  constructor(
    root: ShadowRoot,
    readonly words: () => Words,
  ) {
    root.append(this.frame);
  }

  /** Replaces what is shown; the signal of the answer fires when it is replaced in turn. */
  show(build: (signal: AbortSignal) => HTMLElement): void {
    this.leave?.abort();
    clearTimeout(this.said.timer);
    this.leave = new AbortController();
    this.frame.setAttribute('aria-label', this.words().label);
    const screen = build(this.leave.signal);
    this.place.replaceChildren(screen);
    // The first screen leaves the focus where the page has it; later ones take it along.
    if (this.shown++ > 0) screen.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
  }

  /** Leaves the screen that is shown, and what runs for it. */
  close(): void {
    this.leave?.abort();
    clearTimeout(this.said.timer);
    this.place.replaceChildren();
    this.shown = 0;
  }

  /** Says it once it has been so for a moment, and not the same again and again. */
  announce(text: string, wait = 1200): void {
    if (text === this.said.text) return;
    clearTimeout(this.said.timer);
    this.said.text = text;
    this.said.timer = window.setTimeout(() => (this.live.textContent = text), Math.max(wait, this.said.at + 3000 - performance.now()));
    this.said.at = performance.now();
  }
}
