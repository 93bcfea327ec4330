import { viewer as de } from '../texts/de/viewer';
import { viewer as en } from '../texts/en/viewer';
import { plain, type Layer } from './model';
import type { Hit } from './hits';

export type Words = typeof en;

/** The texts for a language tag; English where there are none. */
export const wordsFor = (language: string): Words => (language.toLowerCase().startsWith('de') ? de : en);

const spaced = (name: string) => {
  const text = name.replace(/[_-]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const algorithmName = (words: Words, algorithm: string): string => words.algorithms[algorithm] ?? spaced(algorithm);

/** The name of a mask, in the language where it is known there. */
export function layerName(words: Words, layer: Layer): string {
  const tech = plain(layer.mask);
  return words.masks[tech] ?? words.algorithms[tech] ?? (tech === layer.algorithm ? '' : layer.name) ?? '';
}

/** The name of a mask that stands alone: with its algorithm where that tells more. */
export function fullName(words: Words, layer: Layer): string {
  return layerName(words, layer) || algorithmName(words, layer.algorithm);
}

export const areaName = (words: Words, area: string): string => words.masks[plain(area)] ?? spaced(area);

/** Sizes of a shape in words: in millimetres where the scale is known, otherwise in pixels of the photo. */
export function sizesOf(words: Words, hit: Hit, pixelsPerMillimetre: number, language: string): [string, string][] {
  const rows: [string, string][] = [];
  const number = (value: number) => value.toLocaleString(language, { maximumSignificantDigits: 3 });
  const length = (pixels: number) =>
    pixelsPerMillimetre ? `${number(pixels / pixelsPerMillimetre)} mm` : `${number(pixels)} ${words.pixels}`;
  const area = (pixels: number) =>
    pixelsPerMillimetre ? `${number(pixels / pixelsPerMillimetre ** 2)} mm²` : `${number(pixels)} ${words.pixels}²`;
  const found = hit.measures;
  if (found?.kind === 'line') rows.push([words.length, length(found.length)]);
  if (found?.kind === 'point' && found.diameter > 0) rows.push([words.diameter, length(found.diameter)], [words.area, area(found.area)]);
  if (found?.kind === 'area') rows.push([words.area, area(found.area)], [words.size, length(found.diameter)]);
  if (hit.layer.kind === 'heat' || hit.intensity < 1) rows.push([words.intensity, `${Math.round(hit.intensity * 100)} %`]);
  return rows;
}
