import { make } from './panel';
import type { Words } from './words';

/** What can fail by itself. */
export type Part = 'photo' | 'masks';

/** What stands around the photo, from the words of the language. */
export interface Parts {
  label: string;
  /** Buttons over the photo. */
  over: Node[];
  /** What stands beside the photo, if anything. */
  panel: Node | null;
  /** What follows for screen readers. */
  after: Node[];
}

/** The elements of the component: the photo in its stage, a note over it, and what is said to screen readers. */
export class Layout {
  readonly photo = make('div', { class: 'photo', tabindex: '0', role: 'application', 'aria-describedby': 'summary help' });
  readonly root = make('div', { class: 'root' });
  readonly summary = make('p', { class: 'unseen', id: 'summary' });
  private readonly stage = make('div', { class: 'stage', part: 'stage' });
  private readonly note = make('div', { class: 'note', part: 'note', role: 'status' });
  private readonly state = make('span');
  private readonly problems = { photo: make('div', { class: 'problem' }), masks: make('div', { class: 'problem' }) };
  private readonly overlay = make('slot', { name: 'overlay' });

  constructor() {
    this.note.append(this.state, this.problems.photo, this.problems.masks);
  }

  /** Arranges the parts; the photo stays where it is, since leaving the document would lose its focus. */
  build(words: Words, { label, over, panel, after }: Parts): void {
    this.photo.setAttribute('aria-label', label);
    const help = make('p', { class: 'unseen', id: 'help' }, words.stageHelp);
    if (!this.photo.isConnected) this.stage.append(this.photo);
    while (this.photo.nextSibling) this.photo.nextSibling.remove();
    this.photo.after(this.overlay, ...over, this.note);
    while (this.stage.nextSibling) this.stage.nextSibling.remove();
    this.root.append(...(this.stage.isConnected ? [] : [this.stage]));
    this.root.append(...(panel ? [panel] : []), help, this.summary, ...after);
    this.root.classList.toggle('with-panel', panel !== null);
  }

  /** Height by width of the photo. */
  set ratio(ratio: number) {
    this.stage.style.setProperty('--_ratio', String(ratio));
  }

  /** A text over the photo; none with ''. */
  say(text: string): void {
    this.state.textContent = text;
    this.hide();
  }

  /** What failed, with a button to try again. It stays until it is cleared. */
  offer(part: Part, text: string, action: string, act: () => void): void {
    const button = make('button', { type: 'button' }, action);
    button.addEventListener('click', () => {
      this.clear(part);
      act();
    });
    this.problems[part].replaceChildren(make('span', {}, text), button);
    this.hide();
  }

  clear(part: Part): void {
    this.problems[part].replaceChildren();
    this.hide();
  }

  private hide(): void {
    this.note.hidden = ![this.state, ...Object.values(this.problems)].some(element => element.hasChildNodes());
  }

  toggleFull(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.root.requestFullscreen?.().catch(() => {});
  }
}
