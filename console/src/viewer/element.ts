import type { Palette } from './colours';
import type { Point } from './geometry';
import { frameChoice, zoomBar } from './bar';
import { LayerSet, type Mark } from './layerSet';
import { layersOf, pictureLayer, pixelsPerMillimetre, readResults, type Frame, type Layer, type ResultData } from './model';
import { make, Panel } from './panel';
import { Pointing, describe } from './pointing';
import { Stage, type View } from './stage';
import { style } from './style';
import { wordsFor, type Words } from './words';

const palettes: Palette[] = ['result', 'okabe-ito', 'bright'];
let sheet: CSSStyleSheet | null = null;

/** `<cutis-viewer>`: a photo with its masks as layers. docs/components.md describes attributes, properties, events and parts. */
export class CutisViewer extends HTMLElement {
  static observedAttributes = 'src src-restored masks frame layers opacity threshold line-width palette controls lang label'.split(' ');

  /** How masks are fetched; replace it to send a token along. */
  request: (url: string) => Promise<Response> = url => fetch(url, { credentials: 'same-origin' });

  private stage: Stage | null = null;
  private readonly photo = make('div', { class: 'photo', tabindex: '0', role: 'application', 'aria-describedby': 'summary help' });
  private readonly stageBox = make('div', { class: 'stage', part: 'stage' });
  private readonly rootBox = make('div', { class: 'root' });
  private readonly note = make('div', { class: 'note', part: 'note', role: 'status' });
  private readonly summary = make('p', { class: 'unseen', id: 'summary' });
  private readonly overlay = make('slot', { name: 'overlay' });
  private readonly set = new LayerSet();
  private readonly pointing = new Pointing(this.photo, this.set, detail => this.emit('cutis-pick', { frame: this.frame_, ...detail }));
  private readonly panel = new Panel({
    onShow: (ids, shown) => this.setShown(ids, shown),
    onColour: (id, colour) => this.restyle(() => this.set.chosen.set(id, colour)),
    onSetting: (key, value) => this.restyle(() => (key === 'line' ? this.set.setLine(value) : (this.set[key] = value))),
    onPalette: palette =>
      this.restyle(() => {
        this.set.chosen.clear();
        this.set.palette = palette;
      }),
  });

  private results: ResultData[] = [];
  private pictures: Layer[] = [];
  private wasChosen = false;
  private size: [number, number] = [0, 0];
  private frame_: Frame = 'original';
  private words: Words = wordsFor('en');
  private turn = 0;
  private queued = false;
  private readonly changed = new Set<string>();

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
    }
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.rootBox);
    this.photo.addEventListener('keydown', event => this.onKey(event));
  }

  connectedCallback(): void {
    this.build();
    this.stage = new Stage(this.photo, {
      onOpen: (width, height) => this.onOpen(width, height),
      onFail: message => this.fail('photo', message),
      onView: view => {
        this.pointing.hide();
        this.emit('cutis-view', { ...view, bounds: this.bounds });
      },
      onRegion: region => {
        this.set.place(region);
        this.stage?.touchAction();
        this.describe();
      },
      onClick: (x, y, touch) => this.pointing.pick([x, y], touch),
    });
    this.pointing.stage = this.stage;
    this.stage.plane.append(this.set.marked);
    for (const name of CutisViewer.observedAttributes) if (this.hasAttribute(name)) this.changed.add(name);
    this.update();
  }

  disconnectedCallback(): void {
    this.stage?.destroy();
    this.stage = null;
    this.pointing.stage = null;
    this.size = [0, 0];
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    this.changed.add(name);
    if (this.queued || !this.stage) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      this.update();
    });
  }

  private number(name: string, usual: number, min: number, max: number): number {
    const value = Number(this.getAttribute(name));
    return this.hasAttribute(name) && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : usual;
  }

  private update(): void {
    if (!this.stage) return;
    const changed = new Set(this.changed);
    const any = (...names: string[]) => names.some(name => changed.has(name));
    this.changed.clear();
    if (any('opacity')) this.set.opacity = this.number('opacity', 1, 0, 1);
    if (any('threshold')) this.set.threshold = this.number('threshold', 0, 0, 1);
    if (any('line-width')) this.set.setLine(this.number('line-width', 0.002, 0.0001, 0.1));
    if (any('palette')) this.set.palette = palettes.find(name => name === this.getAttribute('palette')) ?? 'result';
    if (any('frame')) this.frame_ = this.getAttribute('frame') === 'restored' ? 'restored' : 'original';
    if (any('layers')) this.wasChosen = false;
    if (any('lang', 'controls', 'label', 'src', 'src-restored', 'frame')) this.build();
    if (any('masks')) void this.loadMasks();
    if (any('src', 'src-restored', 'frame')) this.open(!any('frame'));
    else if (any('layers', 'lang', 'controls')) this.relayer();
    else this.restyle(() => {});
  }

  private build(): void {
    const words = (this.words = this.pointing.words = wordsFor(this.language));
    this.pointing.language = this.language;
    const controls = this.getAttribute('controls') ?? 'full';
    this.photo.setAttribute('aria-label', this.getAttribute('label') ?? words.stage);
    const help = make('p', { class: 'unseen', id: 'help' }, words.stageHelp);
    const bar = zoomBar(words, { zoom: factor => this.zoomBy(factor), home: () => this.home(), full: () => this.toggleFull() });
    const both = this.hasAttribute('src') && this.hasAttribute('src-restored') && controls !== 'none';
    const choice = frameChoice(words, this.frame_, frame => {
      this.frame = frame;
      this.emit('cutis-frame', { frame });
    });
    if (!this.photo.isConnected) this.stageBox.append(this.photo);
    // The photo stays where it is, since leaving the document would lose its focus.
    while (this.photo.nextSibling) this.photo.nextSibling.remove();
    this.photo.after(this.overlay, ...(controls === 'none' ? [] : [bar]), ...(both ? [choice] : []), this.pointing.tip.element, this.note);
    while (this.stageBox.nextSibling) this.stageBox.nextSibling.remove();
    this.rootBox.append(...(this.stageBox.isConnected ? [] : [this.stageBox]));
    this.rootBox.append(...(controls === 'full' ? [this.panel.element] : []), help, this.summary, this.pointing.spoken);
    this.rootBox.classList.toggle('with-panel', controls === 'full');
  }

  private get language(): string {
    return this.lang || this.closest('[lang]')?.getAttribute('lang') || document.documentElement.lang || 'en';
  }

  private open(keepView: boolean): void {
    const url = this.getAttribute(this.frame_ === 'restored' && this.hasAttribute('src-restored') ? 'src-restored' : 'src');
    if (!url) {
      this.size = [0, 0];
      this.stage?.close();
      return;
    }
    if (this.stage?.show(url, keepView)) this.say(this.words.loading);
    else this.relayer();
  }

  private async loadMasks(): Promise<void> {
    const urls = (this.getAttribute('masks') ?? '').split(/\s+/).filter(Boolean);
    const turn = ++this.turn;
    try {
      const read = await Promise.all(urls.map((url, index) => this.read(url, index)));
      if (turn !== this.turn) return;
      this.pictures = read.flatMap(item => (Array.isArray(item) ? [] : [item]));
      this.results = read.flatMap(item => (Array.isArray(item) ? item : []));
      this.relayer();
    } catch (error) {
      if (turn === this.turn) this.fail('masks', error instanceof Error ? error.message : String(error));
    }
  }

  private async read(url: string, index: number): Promise<ResultData[] | Layer> {
    if (new URL(url, document.baseURI).pathname.endsWith('.svg')) return pictureLayer(`masks_${index + 1}`, url);
    const response = await this.request(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return readResults(await response.json());
  }

  /** The results whose masks are shown. Setting takes results in any form, or URLs of them or of SVG pictures. */
  get masks(): unknown {
    return this.results;
  }

  set masks(value: unknown) {
    if (typeof value === 'string') {
      this.setAttribute('masks', value);
      return;
    }
    this.turn++;
    this.pictures = [];
    this.results = readResults(value);
    this.relayer();
  }

  get frame(): Frame {
    return this.frame_;
  }

  set frame(frame: Frame) {
    this.setAttribute('frame', frame);
  }

  private onOpen(width: number, height: number): void {
    this.size = [width, height];
    this.stageBox.style.setProperty('--_ratio', String(height / width));
    this.say('');
    this.relayer();
    this.stage?.touchAction();
    this.emit('cutis-ready', { width, height, frame: this.frame_ });
  }

  /** Makes the layers of the frame anew. */
  private relayer(): void {
    if (!this.stage || !this.size[0]) return;
    this.set.build([...layersOf(this.results, this.frame_), ...this.pictures], this.size);
    this.pointing.pixelsPerMillimetre = pixelsPerMillimetre(this.results);
    if (!this.wasChosen) {
      const wanted = this.getAttribute('layers')?.split(/\s+/).filter(Boolean);
      const shown = wanted ? this.set.find(wanted) : this.set.usual;
      this.set.set(this.set.layers.map(layer => layer.id), false);
      this.set.shown.clear();
      this.set.set(shown.map(layer => layer.id), true);
    }
    this.panel.build(this.set.state, this.words);
    this.describe();
    this.tellLayers();
  }

  /** Switches masks on or off, by their ids or algorithms, or `all`. */
  show(names: string | string[], shown = true): void {
    this.setShown(this.set.find([names].flat()).map(layer => layer.id), shown);
  }

  private setShown(ids: string[], shown: boolean): void {
    this.wasChosen = true;
    this.set.set(ids, shown);
    this.panel.update(this.set.state);
    this.describe();
    this.tellLayers();
  }

  private tellLayers(): void {
    const layers = this.set.layers.map(({ id, algorithm, mask, kind }) => ({ id, algorithm, mask, kind }));
    this.emit('cutis-layers', { layers, shown: [...this.set.shown] });
  }

  private restyle(change: () => unknown): void {
    change();
    this.set.paint();
    this.panel.update(this.set.state);
    this.emit('cutis-style', this.styling);
  }

  /** What is shown and how: `shown`, `colours` that are not the result's own, `opacity`, `threshold`, `lineWidth`, `palette`. */
  get styling() {
    return this.set.styling;
  }

  /** Puts a line around shapes of layers; without any, none. */
  highlight(marks: Mark[]): void {
    this.set.highlight(marks);
  }

  /** Shows a shape of a layer in the middle, with a line around it. */
  reveal(layer: string, index: number): void {
    const box = this.set.around(layer, index);
    if (box) this.stage?.fit(...box);
    this.highlight([{ layer, index }]);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stage) return;
    const stage = this.stage;
    const step = event.shiftKey ? 0.4 : 0.12;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => stage.panBy(-step, 0),
      ArrowRight: () => stage.panBy(step, 0),
      ArrowUp: () => stage.panBy(0, -step),
      ArrowDown: () => stage.panBy(0, step),
      '+': () => stage.zoomBy(1.4),
      '=': () => stage.zoomBy(1.4),
      '-': () => stage.zoomBy(1 / 1.4),
      '0': () => stage.home(),
      Enter: () => {
        const { x, y } = stage.toPhoto(this.photo.clientWidth / 2, this.photo.clientHeight / 2);
        this.pointing.pick([x, y], true);
      },
      Escape: () => this.pointing.hide(),
    };
    const action = actions[event.key];
    if (!action || (event.key === 'Escape' && !this.pointing.isOpen)) return;
    event.preventDefault();
    action();
  }

  zoomBy(factor: number): void {
    this.stage?.zoomBy(factor);
  }

  home(): void {
    this.stage?.home();
  }

  /** Whether the photo is there. */
  get ready(): boolean {
    return this.stage?.isOpen ?? false;
  }

  /** What is seen: its middle and width, in widths of the photo. Setting it moves at once. */
  get bounds(): { x: number; y: number; width: number } {
    return this.stage?.bounds ?? { x: 0.5, y: 0.5, width: 1 };
  }

  set bounds(bounds: { x: number; y: number; width: number }) {
    if (this.stage) this.stage.bounds = bounds;
  }

  /** Where the photo stands in the stage: the place of its upper left corner, and screen pixels for each of its own. */
  get view(): View {
    return this.stage?.view ?? { x: 0, y: 0, scale: 1 };
  }

  /** From a place on the screen to pixels of the photo. */
  toPhoto(clientX: number, clientY: number): Point {
    const box = this.photo.getBoundingClientRect();
    const { x, y } = this.stage?.toPhoto(clientX - box.left, clientY - box.top) ?? { x: 0, y: 0 };
    return [x, y];
  }

  private toggleFull(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.rootBox.requestFullscreen?.().catch(() => {});
  }

  private describe(): void {
    if (this.size[0]) this.summary.textContent = describe(this.words, this.set, this.frame_, this.size, this.stage?.zoom ?? 1);
  }

  private say(text: string): void {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  private fail(part: 'photo' | 'masks', message: string): void {
    const again = make('button', { type: 'button' }, this.words.retry);
    again.addEventListener('click', () => {
      this.say('');
      if (part === 'masks') void this.loadMasks();
      else this.stage?.close();
      if (part === 'photo') this.open(false);
    });
    this.note.replaceChildren(make('span', {}, part === 'photo' ? this.words.failed : this.words.masksFailed), again);
    this.note.hidden = false;
    this.emit('cutis-error', { part, message });
  }

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('cutis-viewer')) customElements.define('cutis-viewer', CutisViewer);
