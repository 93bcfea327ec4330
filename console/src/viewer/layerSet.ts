import { hex, paintOf, type Palette } from './colours';
import { facialAreaAt, type Hit } from './hits';
import { boundsOf, type Point } from './geometry';
import { LayerView, svg } from './layerView';
import type { Layer } from './model';
import type { PanelState } from './panel';
import { pathOf } from './paths';
import type { Region } from './stage';

/** Of these the masks explain the photo, not the skin: they come last in the list and are not shown unless one asks. */
export const technical = new Set(['facial_landmarks', 'front_face_areas', 'skin_areas', 'quality']);

export interface Mark {
  layer: string;
  index: number;
}

/** The layers over a photo: which are shown, and how they look. */
export class LayerSet {
  readonly marked = svg('svg', { class: 'layer', 'aria-hidden': 'true' });
  readonly shown = new Set<string>();
  readonly chosen = new Map<string, string>();
  opacity = 1;
  threshold = 0;
  line = 0.002;
  palette: Palette = 'result';
  private views: LayerView[] = [];
  private region: Region | null = null;
  private size: [number, number] = [1, 1];
  private marks: Mark[] = [];

  /** Makes all layers anew; those in `shown` are shown. */
  build(layers: Layer[], size: [number, number]): void {
    for (const view of this.views) view.element.remove();
    this.size = size;
    this.views = layers.map(layer => new LayerView(layer, size));
    for (const view of this.views) {
      this.marked.before(view.element);
      if (this.region) view.place(this.region, this.line);
      view.show(this.shown.has(view.layer.id));
    }
    this.paint();
    this.highlight(this.marks);
  }

  get layers(): Layer[] {
    return this.views.map(view => view.layer);
  }

  /** Layers of an id, of an algorithm, or `all`. */
  find(names: Iterable<string>): Layer[] {
    const wanted = new Set(names);
    return this.layers.filter(({ id, algorithm }) => wanted.has('all') || wanted.has(id) || wanted.has(algorithm));
  }

  /** What is shown when nobody asks for anything: the first algorithm that found something. */
  get usual(): Layer[] {
    const first = this.layers.find(layer => !technical.has(layer.algorithm) && (layer.picture || layer.grid || layer.shapes.length));
    return first ? this.layers.filter(layer => layer.algorithm === first.algorithm) : [];
  }

  set(ids: string[], shown: boolean): void {
    for (const id of ids) shown ? this.shown.add(id) : this.shown.delete(id);
    this.views.forEach((view, place) => {
      if (!ids.includes(view.layer.id)) return;
      if (shown) view.paint(this.paintOf(view.layer, place), this.opacity, this.threshold);
      view.show(shown);
    });
  }

  /** Shows layers by their ids or algorithms; without any, the usual ones. */
  showOnly(names?: string[]): void {
    const wanted = names ? this.find(names) : this.usual;
    this.set(this.layers.map(layer => layer.id), false);
    this.shown.clear();
    this.set(wanted.map(layer => layer.id), true);
  }

  private paintOf(layer: Layer, place: number) {
    return paintOf(layer, place, this.palette, this.chosen.get(layer.id));
  }

  paint(): void {
    this.views.forEach((view, place) => {
      if (this.shown.has(view.layer.id)) view.paint(this.paintOf(view.layer, place), this.opacity, this.threshold);
    });
  }

  setLine(line: number): void {
    this.line = line;
    for (const view of this.views) view.thickness(line);
  }

  place(region: Region): void {
    this.region = region;
    const { x, y, width, height } = region;
    this.marked.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    for (const view of this.views) view.place(region, this.line);
  }

  get state(): PanelState {
    const { opacity, threshold, line, shown, palette, layers } = this;
    const colours = new Map(layers.map((layer, place) => [layer.id, hex(this.paintOf(layer, place).colour)]));
    return { layers, shown, colours, opacity, threshold, line, palette };
  }

  /** What one may take over into a request for pictures: colours are those that are not the result's own. */
  get styling() {
    const { opacity, threshold, line: lineWidth, palette } = this;
    const colours = Object.fromEntries([...this.state.colours].filter(([id]) => palette !== 'result' || this.chosen.has(id)));
    return { shown: [...this.shown], colours, opacity, threshold, lineWidth, palette };
  }

  /** What is shown at a place of the photo; what has a shape comes first. */
  hits(place: Point, tolerance: number): Hit[] {
    const found = this.views.filter(view => this.shown.has(view.layer.id)).flatMap(view => view.hits(place, tolerance, this.threshold));
    return found.sort((a, b) => Number(a.shape === null) - Number(b.shape === null));
  }

  facialAreaAt(place: Point): string {
    return facialAreaAt(this.views.filter(view => view.layer.algorithm === 'front_face_areas').map(view => view.index), place);
  }

  /** Puts a line around shapes; without any, none. */
  highlight(marks: Mark[]): void {
    this.marks = marks;
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

  /** The box around a shape with space, in pixels of the photo. */
  around(layer: string, index: number): [number, number, number, number] | null {
    const view = this.views.find(item => item.layer.id === layer);
    const shape = view?.layer.shapes[index];
    if (!view || !shape) return null;
    const [x, y, w, h] = boundsOf(shape);
    const scale = view.index.scale;
    const [left, top] = view.index.toPhoto([x, y]);
    const least = Math.max(...this.size) / 8;
    const [width, height] = [Math.max(least, 3 * w * scale), Math.max(least, 3 * h * scale)];
    return [left + (w * scale - width) / 2, top + (h * scale - height) / 2, width, height];
  }
}
