import { hex, paintOf, type Palette } from './colours';
import { boundsOf, type Point } from './geometry';
import { facialAreaAt, type Hit, type LayerIndex } from './hits';
import { frameChoice, zoomBar } from './bar';
import { LayerView, svg } from './layerView';
import { layersOf, pictureLayer, pixelsPerMillimetre, readResults, type Frame, type Layer, type ResultData } from './model';
import { make, Panel, type PanelState } from './panel';
import { pathOf } from './paths';
import { Stage, type Region, type View } from './stage';
import { style } from './style';
import { Tip, tellInWords, type Told } from './tip';
import { fullName, wordsFor, type Words } from './words';

/** Of these the masks explain the photo, not the skin; they are not shown unless one asks. */
const technical = new Set(['facial_landmarks', 'front_face_areas', 'skin_areas', 'quality']);
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

/** `<cutis-viewer>`: a photo with its masks as layers. docs/components.md describes attributes, properties, events and parts. */
export class CutisViewer extends HTMLElement {
  static observedAttributes = [
    'src', 'src-restored', 'masks', 'frame', 'layers', 'opacity', 'threshold', 'line-width', 'palette', 'controls', 'lang', 'label',
  ]; // prettier-ignore

  /** How masks are fetched; replace it to send a token along. */
  request: (url: string) => Promise<Response> = url => fetch(url, { credentials: 'same-origin' });

  private stage: Stage | null = null;
  private readonly photo = make('div', { class: 'photo', tabindex: '0', role: 'application' });
  private readonly stageBox = make('div', { class: 'stage', part: 'stage' });
  private readonly rootBox = make('div', { class: 'root' });
  private readonly note = make('div', { class: 'note', part: 'note', role: 'status' });
  private readonly summary = make('p', { class: 'unseen', id: 'summary' });
  private readonly spoken = make('p', { class: 'unseen', role: 'status' });
  private readonly overlay = make('slot', { name: 'overlay' });
  private readonly tip = new Tip();
  private readonly panel = new Panel({
    onShow: (ids, shown) => this.setShown(ids, shown),
    onColour: (id, colour) => {
      this.chosen.set(id, colour);
      this.paint();
      this.emit('cutis-style', this.styling);
    },
    onSetting: (key, value) => {
      this[key] = value;
      if (key === 'line') for (const view of this.views) view.thickness(value);
      else this.paint();
      this.emit('cutis-style', this.styling);
    },
    onPalette: palette => {
      this.chosen.clear();
      this.palette_ = palette;
      this.paint();
      this.emit('cutis-style', this.styling);
    },
  });
  private readonly marked = svg('svg', { class: 'layer', 'aria-hidden': 'true' });

  private results: ResultData[] = [];
  private pictures: Layer[] = [];
  private views: LayerView[] = [];
  private shown = new Set<string>();
  private wasChosen = false;
  private readonly chosen = new Map<string, string>();
  private size: [number, number] = [0, 0];
  private region: Region | null = null;
  private opacity = 1;
  private threshold = 0;
  private line = 0.002;
  private palette_: Palette = 'result';
  private frame_: Frame = 'original';
  private words: Words = wordsFor('en');
  private scale = 0;
  private loading = 0;
  private queued = false;
  private readonly changed = new Set<string>();

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    this.photo.setAttribute('aria-describedby', 'summary help');
    shadow.append(this.rootBox);
    this.photo.addEventListener('keydown', event => this.onKey(event));
    this.photo.addEventListener('pointermove', event => this.onHover(event));
    this.photo.addEventListener('pointerleave', () => this.tip.hide());
  }

  connectedCallback(): void {
    this.stage ??= new Stage(this.photo, {
      onOpen: (width, height) => this.onOpen(width, height),
      onFail: message => this.fail('photo', message),
      onView: view => this.onView(view),
      onRegion: region => this.onRegion(region),
      onClick: (x, y, touch) => this.pick([x, y], touch),
    });
    this.stage.plane.append(this.marked);
    for (const name of CutisViewer.observedAttributes) if (this.hasAttribute(name)) this.changed.add(name);
    this.changed.add('lang');
    this.update();
  }

  disconnectedCallback(): void {
    this.stage?.destroy();
    this.stage = null;
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

  private update(): void {
    if (!this.stage) return;
    const changed = new Set(this.changed);
    this.changed.clear();
    const number = (name: string, usual: number, min: number, max: number) => {
      const value = Number(this.getAttribute(name));
      return this.hasAttribute(name) && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : usual;
    };
    if (changed.has('opacity')) this.opacity = number('opacity', 1, 0, 1);
    if (changed.has('threshold')) this.threshold = number('threshold', 0, 0, 1);
    if (changed.has('line-width')) this.line = number('line-width', 0.002, 0.0001, 0.1);
    if (changed.has('palette')) this.palette_ = (this.getAttribute('palette') as Palette) ?? 'result';
    if (!['result', 'okabe-ito', 'bright'].includes(this.palette_)) this.palette_ = 'result';
    if (changed.has('frame')) this.frame_ = this.getAttribute('frame') === 'restored' ? 'restored' : 'original';
    if (changed.has('layers')) this.wasChosen = false;
    if (changed.has('lang') || changed.has('controls') || changed.has('label')) this.build();
    if (changed.has('masks')) void this.loadMasks();
    if (changed.has('src') || changed.has('src-restored') || changed.has('frame')) this.open(changed);
    else if (changed.size) this.relayer();
  }

  private get language(): string {
    return this.lang || this.closest('[lang]')?.getAttribute('lang') || document.documentElement.lang || 'en';
  }

  private build(): void {
    this.words = wordsFor(this.language);
    const words = this.words;
    const controls = this.getAttribute('controls') ?? 'full';
    this.photo.setAttribute('aria-label', this.getAttribute('label') ?? words.stage);
    const help = make('p', { class: 'unseen', id: 'help' }, words.stageHelp);
    const bar = zoomBar(words, { zoom: factor => this.zoomBy(factor), home: () => this.home(), full: () => this.toggleFull() });
    const both = this.hasAttribute('src') && this.hasAttribute('src-restored');
    const choice = both && controls !== 'none' ? [frameChoice(words, this.frame_, frame => this.choose(frame))] : [];
    this.stageBox.replaceChildren(this.photo, this.overlay, ...(controls === 'none' ? [] : [bar]), ...choice, this.tip.element, this.note);
    this.rootBox.replaceChildren(this.stageBox, help, this.summary, this.spoken, ...(controls === 'full' ? [this.panel.element] : []));
    this.rootBox.classList.toggle('with-panel', controls === 'full');
  }

  private choose(frame: Frame): void {
    this.frame = frame;
    this.emit('cutis-frame', { frame });
  }

  private open(changed: Set<string>): void {
    if (changed.has('src') || changed.has('src-restored')) this.build();
    const url = this.getAttribute(this.frame_ === 'restored' && this.hasAttribute('src-restored') ? 'src-restored' : 'src');
    if (!url) {
      this.size = [0, 0];
      this.stage?.close();
      return;
    }
    this.say(this.words.loading);
    this.stage?.show(url, !changed.has('frame'));
  }

  private async loadMasks(): Promise<void> {
    const urls = (this.getAttribute('masks') ?? '').split(/\s+/).filter(Boolean);
    const turn = ++this.loading;
    try {
      const read = await Promise.all(
        urls.map(async (url, index): Promise<ResultData[] | Layer> => {
          if (/\.svg$/.test(new URL(url, document.baseURI).pathname)) return pictureLayer(`masks ${index + 1}`, url);
          const response = await this.request(url);
          if (!response.ok) throw new Error(`HTTP ${response.status}`);
          return readResults(await response.json());
        }),
      );
      if (turn !== this.loading) return;
      this.pictures = read.filter((item): item is Layer => !Array.isArray(item));
      this.results = read.filter(item => Array.isArray(item)).flat();
      this.relayer();
    } catch (error) {
      if (turn === this.loading) this.fail('masks', error instanceof Error ? error.message : String(error));
    }
  }

  /** The results whose masks are shown, or URLs of results or SVG pictures. */
  get masks(): ResultData[] | string {
    return this.results;
  }

  set masks(value: unknown) {
    if (typeof value === 'string') this.setAttribute('masks', value);
    else {
      this.loading++;
      this.pictures = [];
      this.results = readResults(value);
      this.relayer();
    }
  }

  get frame(): Frame {
    return this.frame_;
  }

  set frame(frame: Frame) {
    this.setAttribute('frame', frame);
  }

  private onOpen(width: number, height: number): void {
    this.size = [width, height];
    this.say('');
    this.relayer();
    this.stage?.touchAction();
    this.emit('cutis-ready', { width, height, frame: this.frame_ });
  }

  /** Makes the layers of the frame anew. */
  private relayer(): void {
    if (!this.stage || !this.size[0]) return;
    const layers = [...layersOf(this.results, this.frame_), ...this.pictures];
    for (const view of this.views) view.element.remove();
    this.views = layers.map(layer => new LayerView(layer, this.size));
    this.scale = pixelsPerMillimetre(this.results);
    if (!this.wasChosen) this.shown = new Set(this.initial(layers));
    for (const view of this.views) {
      this.marked.before(view.element);
      if (this.region) view.place(this.region, this.line);
    }
    this.paint();
    this.panel.build(this.state, this.words);
    for (const view of this.views) view.show(this.shown.has(view.layer.id));
    this.describe();
    this.emit('cutis-layers', { layers: layers.map(({ id, algorithm, mask, kind }) => ({ id, algorithm, mask, kind })), shown: [...this.shown] });
  }

  private initial(layers: Layer[]): string[] {
    const wanted = this.getAttribute('layers')?.split(/\s+/).filter(Boolean);
    if (!wanted) {
      const first = layers.find(layer => !technical.has(layer.algorithm) && (layer.picture || layer.grid || layer.shapes.length));
      return first ? layers.filter(layer => layer.algorithm === first.algorithm).map(layer => layer.id) : [];
    }
    return layers.filter(({ id, algorithm }) => wanted.includes('all') || wanted.includes(id) || wanted.includes(algorithm)).map(({ id }) => id);
  }

  private get state(): PanelState {
    const { opacity, threshold, line, shown } = this;
    const layers = this.views.map(view => view.layer);
    const colours = new Map(layers.map((layer, place) => [layer.id, hex(this.paintOf(layer, place).colour)]));
    return { layers, shown, colours, opacity, threshold, line, palette: this.palette_ };
  }

  private paintOf(layer: Layer, place: number) {
    return paintOf(layer, place, this.palette_, this.chosen.get(layer.id));
  }

  private paint(): void {
    this.views.forEach((view, place) => {
      if (this.shown.has(view.layer.id)) view.paint(this.paintOf(view.layer, place), this.opacity, this.threshold);
    });
    this.panel.update(this.state);
  }

  /** Switches masks on or off, by their ids or algorithms. */
  show(names: string | string[], shown = true): void {
    const wanted = new Set([names].flat());
    this.setShown(this.views.map(view => view.layer).filter(layer => wanted.has(layer.id) || wanted.has(layer.algorithm)).map(({ id }) => id), shown);
  }

  private setShown(ids: string[], shown: boolean): void {
    this.wasChosen = true;
    for (const id of ids) shown ? this.shown.add(id) : this.shown.delete(id);
    this.views.forEach((view, place) => {
      if (!ids.includes(view.layer.id)) return;
      if (shown) view.paint(this.paintOf(view.layer, place), this.opacity, this.threshold);
      view.show(shown);
    });
    this.panel.update(this.state);
    this.describe();
    this.emit('cutis-layers', { shown: [...this.shown] });
  }

  /** What one may take over into a request for pictures. */
  get styling() {
    const colours = Object.fromEntries([...this.state.colours].filter(([id]) => this.palette_ !== 'result' || this.chosen.has(id)));
    return { shown: [...this.shown], colours, opacity: this.opacity, threshold: this.threshold, lineWidth: this.line, palette: this.palette_ };
  }

  private onRegion(region: Region): void {
    this.region = region;
    const { x, y, width, height } = region;
    this.marked.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    for (const view of this.views) view.place(region, this.line);
    this.stage?.touchAction();
    this.describe();
  }

  private onView(view: View): void {
    this.tip.hide();
    this.emit('cutis-view', { ...view, bounds: this.stage!.bounds });
  }

  /** What lies at a place of the photo, in its pixels. */
  hitsAt(place: Point, tolerance = 0): Hit[] {
    return this.views.filter(view => this.shown.has(view.layer.id)).flatMap(view => view.hits(place, tolerance, this.threshold));
  }

  private areas: { of: LayerView[]; list: LayerIndex[] } = { of: [], list: [] };

  private told(place: Point, tolerance: number): Told {
    if (this.areas.of !== this.views)
      this.areas = { of: this.views, list: this.views.filter(view => view.layer.algorithm === 'front_face_areas').map(view => view.index) };
    const found = this.hitsAt(place, tolerance).sort((a, b) => Number(a.shape === null) - Number(b.shape === null));
    const facialArea = facialAreaAt(this.areas.list, place);
    return { hits: found, facialArea, pixelsPerMillimetre: this.scale, words: this.words, language: this.language };
  }

  private tolerance(touch: boolean): number {
    return (touch ? 14 : 5) / this.stage!.view.scale;
  }

  private onHover(event: PointerEvent): void {
    if (!this.stage || !this.size[0] || event.pointerType === 'touch' || event.buttons) return;
    const box = this.photo.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const { x, y } = this.stage.toPhoto(left, top);
    const told = this.told([x, y], this.tolerance(false));
    if (told.hits.length) this.tip.show(told, left, top, box.width, box.height);
    else this.tip.hide();
  }

  private pick(place: Point, touch: boolean): void {
    if (!this.stage || !this.size[0]) return;
    const told = this.told(place, this.tolerance(touch));
    const { x, y, scale } = this.stage.view;
    if (told.hits.length) this.tip.show(told, x + place[0] * scale, y + place[1] * scale, this.photo.clientWidth, this.photo.clientHeight);
    else this.tip.hide();
    this.spoken.textContent = tellInWords(told);
    const marks = told.hits.map(({ layer, index, shape, intensity, measures }) => {
      const { id, algorithm, mask } = layer;
      return { layer: id, algorithm, mask, index, feature: shape?.feature ?? -1, intensity, measures };
    });
    const [u, v] = [place[0] / this.size[0], place[1] / this.size[1]];
    this.emit('cutis-pick', { x: place[0], y: place[1], u, v, frame: this.frame_, facialArea: told.facialArea, marks });
  }

  /** Puts a line around shapes of layers; without any, none. */
  highlight(marks: { layer: string; index: number }[]): void {
    this.marked.replaceChildren();
    for (const { layer, index } of marks) {
      const view = this.views.find(item => item.layer.id === layer);
      const shape = view?.layer.shapes[index];
      if (!view || !shape) continue;
      const [x, y, w, h] = view.layer.box ?? [0, 0, ...this.size];
      const group = svg('g', { transform: `scale(${this.size[0] / w} ${this.size[1] / h}) translate(${-x} ${-y})` });
      const data = pathOf(shape, 0.0015 * Math.max(w, h));
      group.append(svg('path', { class: 'light', d: data }), svg('path', { class: 'dark', d: data }));
      this.marked.append(group);
    }
  }

  /** Shows a shape of a layer in the middle. */
  reveal(layer: string, index: number): void {
    const view = this.views.find(item => item.layer.id === layer);
    const shape = view?.layer.shapes[index];
    if (!view || !shape) return;
    const [x, y, w, h] = boundsOf(shape);
    const [left, top] = view.index.toPhoto([x, y]);
    const least = Math.max(...this.size) / 8;
    const [width, height] = [Math.max(least, 3 * w * view.index.scale), Math.max(least, 3 * h * view.index.scale)];
    this.stage?.fit(left + (w * view.index.scale - width) / 2, top + (h * view.index.scale - height) / 2, width, height);
    this.highlight([{ layer, index }]);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stage) return;
    const step = event.shiftKey ? 0.4 : 0.12;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.stage!.panBy(-step, 0),
      ArrowRight: () => this.stage!.panBy(step, 0),
      ArrowUp: () => this.stage!.panBy(0, -step),
      ArrowDown: () => this.stage!.panBy(0, step),
      '+': () => this.zoomBy(1.4),
      '=': () => this.zoomBy(1.4),
      '-': () => this.zoomBy(1 / 1.4),
      '0': () => this.home(),
      Enter: () => {
        const { x, y } = this.stage!.toPhoto(this.photo.clientWidth / 2, this.photo.clientHeight / 2);
        this.pick([x, y], true);
      },
      Escape: () => this.tip.hide(),
    };
    const action = actions[event.key];
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

  /** What is seen: its middle and width in widths of the photo. Setting it moves at once. */
  get bounds() {
    return this.stage?.bounds ?? { x: 0.5, y: 0.5, width: 1 };
  }

  set bounds(bounds: { x: number; y: number; width: number }) {
    if (this.stage) this.stage.bounds = bounds;
  }

  /** Where the photo stands in the stage: the place of its upper left corner, and screen pixels for each of its own. */
  get view(): View {
    return this.stage?.view ?? { x: 0, y: 0, scale: 1 };
  }

  /** Whether dragging moves the photo. */
  set movable(movable: boolean) {
    if (this.stage) this.stage.movable = movable;
  }

  private toggleFull(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.rootBox.requestFullscreen?.().catch(() => {});
  }

  private describe(): void {
    if (!this.size[0]) return;
    const words = this.words;
    const names = this.views
      .filter(view => this.shown.has(view.layer.id))
      .map(({ layer }) => `${fullName(words, layer)} (${layer.shapes.length ? words.mark(layer.shapes.length) : layer.grid || layer.picture ? '…' : words.nothingFound})`);
    const shown = names.length ? words.shows(names.join('; ')) : words.showsNone;
    this.summary.textContent = words.describe(words[this.frame_], ...this.size, Math.round((this.stage?.zoom ?? 1) * 100), shown);
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
      else {
        this.stage?.close();
        this.open(new Set(['frame']));
      }
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
