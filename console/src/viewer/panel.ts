import type { Palette } from './colours';
import { countOf, type Layer } from './model';
import { technical } from './layerSet';
import { algorithmName, fullName, type Words } from './words';

export interface PanelState {
  layers: Layer[];
  shown: ReadonlySet<string>;
  /** `#rrggbb` of each layer, by its id. */
  colours: ReadonlyMap<string, string>;
  opacity: number;
  threshold: number;
  line: number;
  palette: Palette;
}

export interface PanelEvents {
  onShow(ids: string[], shown: boolean): void;
  onColour(id: string, colour: string): void;
  onSetting(key: 'opacity' | 'threshold' | 'line', value: number): void;
  onPalette(palette: Palette): void;
}

export const make = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** The list of masks and how they look. */
export class Panel {
  readonly element = make('section', { class: 'panel', part: 'panel' });
  private boxes = new Map<string, HTMLInputElement>();
  private swatches = new Map<string, HTMLInputElement>();

  constructor(private readonly events: PanelEvents) {}

  /** Builds the list anew. */
  build(state: PanelState, words: Words): void {
    const open = new Set([...this.element.querySelectorAll('details[open] > summary')].map(summary => summary.textContent));
    this.boxes = new Map();
    this.swatches = new Map();
    this.element.setAttribute('aria-label', words.layers);
    const rows = state.layers.filter(layer => !technical.has(layer.algorithm)).map(layer => this.row(layer, state, words));
    const more = state.layers.filter(layer => technical.has(layer.algorithm)).map(layer => this.row(layer, state, words));
    const any = rows.length + more.length > 0;
    const all = make('button', { type: 'button' }, words.all);
    const none = make('button', { type: 'button' }, words.none);
    all.addEventListener('click', () => this.events.onShow(state.layers.filter(layer => !technical.has(layer.algorithm)).map(layer => layer.id), true));
    none.addEventListener('click', () => this.events.onShow(state.layers.map(layer => layer.id), false));
    const header = make('header', {}, make('h2', {}, words.layers), ...(any ? [all, none] : []));
    const list = any ? make('ul', { class: 'rows', role: 'list' }, ...rows) : make('p', {}, words.noLayers);
    const below = make('details', {}, make('summary', {}, words.technical), make('ul', { class: 'rows', role: 'list' }, ...more));
    below.open = open.has(words.technical) || !rows.length;
    const settings = this.settings(state, words, open.has(words.settings));
    this.element.replaceChildren(header, list, ...(more.length ? [below] : []), ...(any ? [settings] : []));
  }

  /** Brings check boxes and colours up to date. */
  update(state: PanelState): void {
    for (const [id, box] of this.boxes) box.checked = state.shown.has(id);
    for (const [id, swatch] of this.swatches) swatch.value = state.colours.get(id) ?? '#000000';
  }

  private row(layer: Layer, state: PanelState, words: Words): HTMLLIElement {
    const box = make('input', { type: 'checkbox', 'data-layer': layer.id });
    box.checked = state.shown.has(layer.id);
    box.addEventListener('change', () => this.events.onShow([layer.id], box.checked));
    this.boxes.set(layer.id, box);
    const count = layer.kind === 'picture' ? '' : countOf(layer) ? words.mark(countOf(layer)) : words.nothingFound;
    const [name, algorithm] = [fullName(words, layer), algorithmName(words, layer.algorithm)];
    const notes = [name === algorithm ? '' : algorithm, count].filter(Boolean).join(' · ');
    const row = make('li', {}, make('label', {}, box, make('span', { class: 'name' }, name, make('small', {}, notes))));
    if (layer.kind === 'picture') return row;
    const swatch = make('input', { type: 'color', 'aria-label': words.colourOf(name), 'data-colour': layer.id });
    swatch.value = state.colours.get(layer.id) ?? '#000000';
    swatch.addEventListener('input', () => this.events.onColour(layer.id, swatch.value));
    this.swatches.set(layer.id, swatch);
    row.append(swatch);
    return row;
  }

  private settings(state: PanelState, words: Words, open: boolean): HTMLElement {
    const details = make('details', {}, make('summary', {}, words.settings));
    details.open = open;
    const percent = (value: number) => `${Math.round(value * 100)} %`;
    details.append(this.range('opacity', words.opacity, state.opacity, 0, 1, 0.05, percent));
    if (state.layers.some(layer => layer.kind === 'heat'))
      details.append(this.range('threshold', words.threshold, state.threshold, 0, 0.95, 0.05, percent));
    if (state.layers.some(layer => layer.kind === 'line'))
      details.append(this.range('line', words.line, state.line * 1000, 0.5, 10, 0.5, value => `${value} ‰`, 1000));
    const choices: [Palette, string][] = [
      ['result', words.paletteResult],
      ['okabe-ito', words.paletteOkabeIto],
      ['bright', words.paletteBright],
    ];
    const select = make('select', { name: 'palette' }, ...choices.map(([value, text]) => make('option', { value }, text)));
    select.value = state.palette;
    select.addEventListener('change', () => this.events.onPalette(select.value as Palette));
    details.append(make('label', { class: 'field' }, make('span', {}, words.palette), select));
    return details;
  }

  private range(
    key: 'opacity' | 'threshold' | 'line',
    text: string,
    value: number,
    min: number,
    max: number,
    step: number,
    say: (value: number) => string,
    divisor = 1,
  ): HTMLElement {
    const input = make('input', { type: 'range', name: key, min: String(min), max: String(max), step: String(step) });
    input.value = String(value);
    const output = make('output', {}, say(value));
    input.addEventListener('input', () => {
      output.textContent = say(Number(input.value));
      this.events.onSetting(key, Number(input.value) / divisor);
    });
    return make('label', { class: 'field' }, make('span', {}, text), output, input);
  }
}
