import { hex, type Paint } from './colours';
import { fieldOf, paintField, type Field } from './heat';
import { LayerIndex, heatHit, type Hit } from './hits';
import type { Point } from './geometry';
import type { Layer } from './model';
import { groupPaths } from './paths';
import type { Region } from './stage';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Of a point without a radius, as a share of the longer side; as the server draws it. */
const leastRadius = 0.0015;

export const svg = <K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string> = {}): SVGElementTagNameMap[K] => {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** One layer on the plane over the photo: an SVG of few paths, or a bitmap for a heat map. */
export class LayerView {
  readonly element: SVGSVGElement | HTMLDivElement;
  readonly index: LayerIndex;
  private readonly strokes: SVGElement[] = [];
  private canvas: HTMLCanvasElement | null = null;
  private cache: Field | null = null;
  private region: Region | null = null;

  constructor(
    readonly layer: Layer,
    private readonly photo: [number, number],
  ) {
    this.index = new LayerIndex(layer, photo);
    this.element = layer.kind === 'heat' ? this.heat() : layer.kind === 'picture' ? this.picture() : this.shapes();
    this.element.classList.add('layer');
    this.element.setAttribute('part', 'layer');
    this.element.setAttribute('data-layer', layer.id);
    this.element.setAttribute('aria-hidden', 'true');
    this.show(false);
  }

  show(shown: boolean): void {
    this.element.style.display = shown ? '' : 'none';
  }

  private shapes() {
    const [x, y, w, h] = this.layer.box ?? [0, 0, ...this.photo];
    const [sx, sy] = [this.photo[0] / w, this.photo[1] / h];
    const inBox = svg('g', { transform: `scale(${sx} ${sy}) translate(${-x} ${-y})` });
    for (const { kind, rule, intensity, paths } of groupPaths(this.layer.shapes, [x, y, w, h], leastRadius * Math.max(w, h))) {
      const group = svg('g', { opacity: String(intensity) });
      if (kind === 'fill') group.setAttribute('fill-rule', rule);
      else {
        group.setAttribute('class', 'stroke');
        this.strokes.push(group);
      }
      for (const data of paths) group.append(svg('path', { d: data }));
      inBox.append(group);
    }
    const root = svg('svg', { preserveAspectRatio: 'none' });
    root.append(inBox);
    return root;
  }

  private heat() {
    this.canvas = document.createElement('canvas');
    return this.wrap(this.canvas);
  }

  private picture() {
    const image = document.createElement('img');
    image.alt = '';
    image.src = this.layer.picture!;
    return this.wrap(image);
  }

  private wrap(child: HTMLElement) {
    const box = document.createElement('div');
    box.append(child);
    return box;
  }

  private get field(): Field {
    return (this.cache ??= fieldOf(this.layer, ...this.photo));
  }

  paint(paint: Paint, opacity: number, threshold: number): void {
    if (this.canvas) {
      paintField(this.canvas, this.field, paint, threshold);
      this.element.style.opacity = String(opacity);
      return;
    }
    this.element.style.opacity = String(this.layer.kind === 'picture' ? opacity : opacity * paint.colour.a);
    if (this.layer.kind === 'picture') return;
    const colour = hex(paint.colour);
    this.element.setAttribute('fill', colour);
    for (const group of this.strokes) group.setAttribute('stroke', colour);
  }

  /** Draws for the part of the photo that the plane covers; `line` is a share of the longer side. */
  place(region: Region, line: number): void {
    this.region = region;
    const { x, y, width, height, scale } = region;
    if (this.element instanceof SVGSVGElement) {
      this.element.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
      this.thickness(line);
      return;
    }
    const child = this.element.firstElementChild as HTMLElement;
    child.style.transform = `translate(${-x * scale}px, ${-y * scale}px)`;
    child.style.width = `${this.photo[0] * scale}px`;
    child.style.height = `${this.photo[1] * scale}px`;
  }

  /** Sets the thickness of lines; they are never thinner than a pixel of the screen. */
  thickness(line: number): void {
    if (!this.strokes.length || !this.region) return;
    const width = Math.max(line * Math.max(...this.photo), 1 / this.region.scale) / this.index.scale;
    for (const group of this.strokes) group.setAttribute('stroke-width', String(width));
  }

  hits(place: Point, tolerance: number, threshold: number): Hit[] {
    if (this.layer.kind !== 'heat') return this.index.at(place, tolerance);
    const hit = heatHit(this.layer, this.field, this.photo, place);
    return hit && hit.intensity >= threshold ? [hit] : [];
  }
}
