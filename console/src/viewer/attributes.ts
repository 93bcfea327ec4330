import type { Palette } from './colours';
import type { LayerSet } from './layerSet';

/** The attributes of `<cutis-viewer>`. */
export const observed = 'src src-restored masks frame layers opacity threshold line-width palette controls lang label'.split(' ');

const palettes: Palette[] = ['result', 'okabe-ito', 'bright'];

function number(host: HTMLElement, name: string, usual: number, min: number, max: number): number {
  const value = Number(host.getAttribute(name));
  return host.hasAttribute(name) && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : usual;
}

/** Takes the look of masks from the attributes that have changed; one that is gone or no number is as usual. */
export function restyle(host: HTMLElement, changed: ReadonlySet<string>, set: LayerSet): void {
  if (changed.has('opacity')) set.opacity = number(host, 'opacity', 1, 0, 1);
  if (changed.has('threshold')) set.threshold = number(host, 'threshold', 0, 0, 1);
  if (changed.has('line-width')) set.setLine(number(host, 'line-width', 0.002, 0.0001, 0.1));
  if (changed.has('palette')) set.palette = palettes.find(name => name === host.getAttribute('palette')) ?? 'result';
}

/** The language of the element, or of what it stands in. */
export const languageOf = (host: HTMLElement): string =>
  host.lang || host.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang || 'en';

/** Attributes that change one after another, told at once. */
export class Changes {
  private names = new Set<string>();

  constructor(private readonly tell: (names: ReadonlySet<string>) => void) {}

  add(name: string): void {
    if (!this.names.size)
      queueMicrotask(() => {
        const names = this.names;
        this.names = new Set();
        this.tell(names);
      });
    this.names.add(name);
  }
}
