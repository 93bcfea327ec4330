import type { Layer } from './model';

export interface Colour {
  r: number;
  g: number;
  b: number;
  a: number;
}

/** How layers are coloured: as the results say, or so that they can be told apart also with a colour vision deficiency. */
export type Palette = 'result' | 'okabe-ito' | 'bright';

// Okabe and Ito, "Color Universal Design" (2008), without black; Tol, "Colour schemes" (2021), the bright one, without grey.
const sets: Record<Exclude<Palette, 'result'>, string[]> = {
  'okabe-ito': ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7'],
  bright: ['#ee6677', '#66ccee', '#ccbb44', '#228833', '#4477aa', '#aa3377'],
};

// The colours that the server gives to masks without one (Cutis.Masks, DefaultFills).
const byMask: [string, string][] = [
  ['deep_lines', 'rgba(7,221,67,.7)'],
  ['fine_lines', 'rgba(255,0,122,.9)'],
  ['line_lines', 'rgba(255,0,122,.9)'],
  ['sagging', 'rgb(192,223,126)'],
  ['dark_circles', 'rgba(252,255,84,.5)'],
  ['eye_bags', 'rgba(252,255,84,.5)'],
  ['lacrimal_grooves', 'rgba(252,255,84,.5)'],
  ...['unshaven', 'stubble', 'beard', 'moustache', 'mustache'].map(name => [name, 'rgba(95,214,66,.7)'] as [string, string]),
];
const byAlgorithm: Record<string, string> = {
  sagging: 'rgb(192,223,126)',
  pores: 'rgba(1,11,102,.5)',
  pigmentation: 'rgba(42,16,74,.5)',
  acne: 'rgba(255,0,0,.5)',
  redness: 'rgb(255,80,164)',
  uniformness: 'rgb(84,160,255)',
  translucency: 'rgb(84,255,255)',
  eye_area_condition: 'rgba(252,255,84,.5)',
  facial_hair_attributes: 'rgba(95,214,66,.7)',
};

// Of dehydration by accumulated intensity, and of grids by name (as Cutis.Masks, RampFill and ScaleFill).
const scales: Record<string, string[]> = {
  hydration: ['#c5c5a0', '#c5c395', '#c6c082', '#c6ba64', '#c7b548', '#c8a74c', '#ca8c52', '#cb7859', '#cd6d5d', '#ce5663'],
  cividis: ['#00224e', '#1a386f', '#434e6c', '#61656f', '#7d7c78', '#9b9476', '#bbaf71', '#ddcb5f', '#fee838'],
  viridis: ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'],
  magma: ['#000004', '#1d1147', '#51127c', '#822681', '#b73779', '#e75263', '#fc8961', '#fec488', '#fcfdbf'],
  inferno: ['#000004', '#1f0c48', '#550f6d', '#88226a', '#ba3655', '#e35933', '#f98e09', '#f9cb35', '#fcffa4'],
  plasma: ['#0d0887', '#4c02a1', '#7e03a8', '#aa2395', '#cc4778', '#e66c5c', '#f89540', '#fdc527', '#f0f921'],
};

let context: CanvasRenderingContext2D | null = null;

/** Any CSS colour; null for what is none. */
export function parseColour(text: string): Colour | null {
  context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context || !CSS.supports('color', text)) return null;
  context.fillStyle = '#000';
  context.fillStyle = text;
  const canonical = String(context.fillStyle);
  if (canonical.startsWith('#')) {
    const value = parseInt(canonical.slice(1), 16);
    return { r: value >> 16, g: (value >> 8) & 255, b: value & 255, a: 1 };
  }
  const numbers = canonical.match(/[\d.]+/g)?.map(Number) ?? [];
  return canonical.startsWith('rgba') && numbers.length === 4
    ? { r: numbers[0]!, g: numbers[1]!, b: numbers[2]!, a: numbers[3]! }
    : null;
}

export const hex = ({ r, g, b }: Colour): string => '#' + [r, g, b].map(value => Math.round(value).toString(16).padStart(2, '0')).join('');

/** What a layer is painted with: one colour, or stops by intensity. */
export interface Paint {
  colour: Colour;
  stops: Colour[] | null;
}

const fallback: Colour = { r: 255, g: 0, b: 122, a: 0.5 };

export function paintOf(layer: Layer, place: number, palette: Palette, chosen: string | undefined): Paint {
  const own = parseColour(layer.fill ?? defaultFill(layer)) ?? fallback;
  const other = chosen ?? (palette === 'result' ? undefined : sets[palette][place % sets[palette].length]);
  if (other) {
    const colour = parseColour(other) ?? own;
    return { colour: { ...colour, a: colour.a < 1 ? colour.a : palette === 'result' || layer.kind === 'heat' ? own.a : 0.75 }, stops: null };
  }
  return { colour: own, stops: stopsOf(layer) };
}

function defaultFill(layer: Layer): string {
  return byMask.find(([prefix]) => layer.mask.startsWith(prefix))?.[1] ?? byAlgorithm[layer.algorithm] ?? 'rgba(255,0,122,.5)';
}

function stopsOf(layer: Layer): Colour[] | null {
  const scale = layer.grid?.scale;
  const named = typeof scale === 'string' ? scales[scale] : (scale ?? undefined);
  const usual = layer.grid ? scales.cividis : layer.algorithm === 'hydration' ? scales.hydration : undefined;
  const texts = named ?? (layer.fill ? undefined : usual);
  return texts ? texts.map(text => parseColour(text) ?? fallback) : null;
}

/** The colour at an intensity between 0 and 1. */
export function colourAt(paint: Paint, intensity: number): Colour {
  if (!paint.stops) return paint.colour;
  const place = Math.min(1, Math.max(0, intensity)) * (paint.stops.length - 1);
  const low = Math.min(Math.floor(place), paint.stops.length - 2);
  const [from, to, share] = [paint.stops[low]!, paint.stops[low + 1]!, place - low];
  const mix = (a: number, b: number) => a + (b - a) * share;
  return { r: mix(from.r, to.r), g: mix(from.g, to.g), b: mix(from.b, to.b), a: paint.colour.a };
}
