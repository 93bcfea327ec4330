import type { Point } from './geometry';
import type { LayerSet } from './layerSet';
import type { Frame } from './model';
import { make } from './panel';
import type { Stage } from './stage';
import { Tip, tellInWords, type Told } from './tip';
import { fullName, wordsFor } from './words';

/** Tells what lies under the pointer, under a tap, or in the middle by Enter. */
export class Pointing {
  readonly tip = new Tip();
  readonly spoken = make('p', { class: 'unseen', role: 'status' });
  stage: Stage | null = null;
  words = wordsFor('en');
  language = 'en';
  pixelsPerMillimetre = 0;

  constructor(
    private readonly photo: HTMLElement,
    private readonly set: LayerSet,
    private readonly onPick: (detail: object) => void,
  ) {
    photo.addEventListener('pointermove', event => this.hover(event));
    // A finger leaves whenever it is lifted; what a tap has told stays.
    photo.addEventListener('pointerleave', event => event.pointerType === 'touch' || this.hide());
  }

  hide(): void {
    this.tip.hide();
  }

  get isOpen(): boolean {
    return !this.tip.element.hidden;
  }

  // A finger is less exact than a pointer.
  private told(place: Point, touch: boolean): Told {
    const hits = this.set.hits(place, (touch ? 14 : 5) / this.stage!.view.scale);
    const { pixelsPerMillimetre, words, language } = this;
    return { hits, facialArea: this.set.facialAreaAt(place), pixelsPerMillimetre, words, language };
  }

  private show(told: Told, left: number, top: number): void {
    if (told.hits.length) this.tip.show(told, left, top, this.photo.clientWidth, this.photo.clientHeight);
    else this.hide();
  }

  private hover(event: PointerEvent): void {
    if (!this.stage || event.pointerType === 'touch' || event.buttons) return;
    const box = this.photo.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const { x, y } = this.stage.toPhoto(left, top);
    this.show(this.told([x, y], false), left, top);
  }

  /** Tells what lies at a place of the photo, on the screen, to screen readers and to the page. */
  pick(place: Point, touch: boolean): void {
    if (!this.stage) return;
    const told = this.told(place, touch);
    const { x, y, scale } = this.stage.view;
    this.show(told, x + place[0] * scale, y + place[1] * scale);
    this.spoken.textContent = tellInWords(told);
    const marks = told.hits.map(({ layer, index, shape, intensity, measures }) => {
      const { id, algorithm, mask } = layer;
      return { layer: id, algorithm, mask, index, feature: shape?.feature ?? -1, intensity, measures };
    });
    this.onPick({ x: place[0], y: place[1], facialArea: told.facialArea, marks });
  }
}

/** What is shown, in words. */
export function describe(words: ReturnType<typeof wordsFor>, set: LayerSet, frame: Frame, size: [number, number], zoom: number): string {
  const names = set.layers
    .filter(layer => set.shown.has(layer.id))
    .map(layer => {
      const count = layer.shapes.length ? words.mark(layer.shapes.length) : layer.grid || layer.picture ? '' : words.nothingFound;
      return count ? `${fullName(words, layer)} (${count})` : fullName(words, layer);
    });
  return words.describe(words[frame], ...size, Math.round(zoom * 100), names.length ? words.shows(names.join('; ')) : words.showsNone);
}
