import { Changes, languageOf, observed, restyle } from './attributes';
import type { Point } from './geometry';
import { frameChoice, zoomBar } from './bar';
import { actionOf } from './keys';
import { LayerSet, type Mark } from './layerSet';
import { Layout, type Part } from './layout';
import { layersOf, pixelsPerMillimetre, readResults, type Frame, type Layer, type ResultData } from './model';
import { Panel } from './panel';
import { Pointing, describe } from './pointing';
import { readSources } from './sources';
import { Stage, type View } from './stage';
import { style } from './style';
import { wordsFor, type Words } from './words';

let sheet: CSSStyleSheet | null = null;

/** `<cutis-viewer>`: a photo with its masks as layers. docs/components.md describes attributes, properties, events and parts. */
export class CutisViewer extends HTMLElement {
  static observedAttributes = observed;

  /** How masks are fetched; replace it to send a token along. */
  request: (url: string) => Promise<Response> = url => fetch(url, { credentials: 'same-origin' });

  private stage: Stage | null = null;
  private readonly layout = new Layout();
  private readonly set = new LayerSet();
  private readonly pointing = new Pointing(this.layout.photo, this.set, detail => this.emit('cutis-pick', { frame: this.frame_, ...detail }));
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
  private readonly changes = new Changes(changed => this.update(changed));

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
    }
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.layout.root);
    this.layout.photo.addEventListener('keydown', event => this.onKey(event));
  }

  connectedCallback(): void {
    this.build();
    this.stage = new Stage(this.layout.photo, {
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
    this.update(new Set(observed.filter(name => this.hasAttribute(name))));
  }

  disconnectedCallback(): void {
    this.stage?.destroy();
    this.stage = this.pointing.stage = null;
    this.size = [0, 0];
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Before it is connected there is nothing to change; then all attributes are read.
    if (before !== after && this.stage) this.changes.add(name);
  }

  private update(changed: ReadonlySet<string>): void {
    if (!this.stage) return;
    const any = (...names: string[]) => names.some(name => changed.has(name));
    restyle(this, changed, this.set);
    if (any('frame')) this.frame_ = this.getAttribute('frame') === 'restored' ? 'restored' : 'original';
    if (any('layers')) this.wasChosen = false;
    if (any('lang', 'controls', 'label', 'src', 'src-restored', 'frame')) this.build();
    if (any('masks')) void this.loadMasks();
    if (any('src', 'src-restored', 'frame')) this.open(!any('frame'));
    else if (any('layers', 'lang', 'controls')) this.relayer();
    else this.restyle(() => {});
  }

  private build(): void {
    const words = (this.words = this.pointing.words = wordsFor(languageOf(this)));
    this.pointing.language = languageOf(this);
    const controls = this.getAttribute('controls') ?? 'full';
    const bar = zoomBar(words, { zoom: factor => this.zoomBy(factor), home: () => this.home(), full: () => this.layout.toggleFull() });
    const both = this.hasAttribute('src') && this.hasAttribute('src-restored') && controls !== 'none';
    const choice = frameChoice(words, this.frame_, frame => {
      this.frame = frame;
      this.emit('cutis-frame', { frame });
    });
    this.layout.build(words, {
      label: this.getAttribute('label') ?? words.stage,
      over: [...(controls === 'none' ? [] : [bar]), ...(both ? [choice] : []), this.pointing.tip.element],
      panel: controls === 'full' ? this.panel.element : null,
      after: [this.pointing.spoken],
    });
  }

  private open(keepView: boolean): void {
    const url = this.getAttribute(this.frame_ === 'restored' && this.hasAttribute('src-restored') ? 'src-restored' : 'src');
    if (!url) {
      this.size = [0, 0];
      this.stage?.close();
      return;
    }
    this.layout.clear('photo');
    if (this.stage?.show(url, keepView)) this.layout.say(this.words.loading);
    else this.relayer();
  }

  private async loadMasks(): Promise<void> {
    const turn = ++this.turn;
    this.layout.clear('masks');
    try {
      const read = await readSources(this.getAttribute('masks') ?? '', url => this.request(url));
      if (turn !== this.turn) return;
      ({ results: this.results, pictures: this.pictures } = read);
      this.relayer();
    } catch (error) {
      if (turn === this.turn) this.fail('masks', error instanceof Error ? error.message : String(error));
    }
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
    this.layout.clear('masks');
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
    this.layout.ratio = height / width;
    this.layout.clear('photo');
    this.layout.say('');
    this.relayer();
    this.stage?.touchAction();
    this.emit('cutis-ready', { width, height, frame: this.frame_ });
  }

  /** Makes the layers of the frame anew. */
  private relayer(): void {
    if (!this.stage || !this.size[0]) return;
    this.set.build([...layersOf(this.results, this.frame_), ...this.pictures], this.size);
    this.pointing.pixelsPerMillimetre = pixelsPerMillimetre(this.results);
    if (!this.wasChosen) this.set.showOnly(this.getAttribute('layers')?.split(/\s+/).filter(Boolean));
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
    const stage = this.stage;
    if (!stage) return;
    const middle = () => stage.toPhoto(this.layout.photo.clientWidth / 2, this.layout.photo.clientHeight / 2);
    const leave = event.key === 'Escape' && this.pointing.isOpen ? () => this.pointing.hide() : null;
    const action = leave ?? actionOf(event, stage, () => this.pointing.pick([middle().x, middle().y], true));
    if (!action) return;
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
    const box = this.layout.photo.getBoundingClientRect();
    const { x, y } = this.stage?.toPhoto(clientX - box.left, clientY - box.top) ?? { x: 0, y: 0 };
    return [x, y];
  }

  private describe(): void {
    if (this.size[0]) this.layout.summary.textContent = describe(this.words, this.set, this.frame_, this.size, this.stage?.zoom ?? 1);
  }

  private fail(part: Part, message: string): void {
    if (part === 'photo') this.layout.say('');
    this.layout.offer(part, part === 'photo' ? this.words.failed : this.words.masksFailed, this.words.retry, () => {
      if (part === 'masks') return void this.loadMasks();
      this.stage?.close();
      this.open(false);
    });
    this.emit('cutis-error', { part, message });
  }

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('cutis-viewer')) customElements.define('cutis-viewer', CutisViewer);
