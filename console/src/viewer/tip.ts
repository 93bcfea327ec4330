import type { Hit } from './hits';
import { algorithmName, areaName, fullName, sizesOf, type Words } from './words';

/** What is told of the marks at a place. */
export interface Told {
  hits: Hit[];
  facialArea: string;
  pixelsPerMillimetre: number;
  words: Words;
  language: string;
}

const element = <K extends keyof HTMLElementTagNameMap>(name: K, text = '', className = ''): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

/** A box beside the pointer, or at the lower edge after a tap, that says what lies there. */
export class Tip {
  readonly element = element('div', '', 'tip');

  constructor() {
    this.element.setAttribute('part', 'tip');
    this.element.hidden = true;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows it near a place of the stage, within the stage. */
  show(told: Told, x: number, y: number, width: number, height: number): void {
    this.element.replaceChildren(...tell(told));
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const left = x + 16 + offsetWidth < width ? x + 16 : Math.max(4, x - 16 - offsetWidth);
    const top = y + 16 + offsetHeight < height ? y + 16 : Math.max(4, y - 16 - offsetHeight);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

function tell({ hits, facialArea, pixelsPerMillimetre, words, language }: Told): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (const hit of hits.slice(0, 3)) {
    const name = fullName(words, hit.layer);
    const algorithm = algorithmName(words, hit.layer.algorithm);
    parts.push(element('strong', name === algorithm ? name : `${name} · ${algorithm}`));
    const list = element('dl');
    for (const [key, value] of sizesOf(words, hit, pixelsPerMillimetre, language)) list.append(element('dt', key), element('dd', value));
    if (list.children.length) parts.push(list);
  }
  if (hits.length > 3) parts.push(element('small', words.more(hits.length - 3)));
  if (facialArea) parts.push(element('small', `${words.lies}: ${areaName(words, facialArea)}`));
  return parts;
}

/** The same as a sentence, for screen readers. */
export function tellInWords({ hits, facialArea, pixelsPerMillimetre, words, language }: Told): string {
  if (!hits.length) return words.nothingHere;
  const told = hits.slice(0, 3).map(hit => {
    const sizes = sizesOf(words, hit, pixelsPerMillimetre, language).map(([key, value]) => `${key} ${value}`);
    return [fullName(words, hit.layer), ...sizes].join(', ');
  });
  return `${words.here}: ${told.join('; ')}${facialArea ? `; ${areaName(words, facialArea)}` : ''}.`;
}
