import type { Loose } from '../texts/en';
import { capture as de } from '../texts/de/capture';
import { capture as en } from '../texts/en/capture';

export type Words = Loose<typeof en>;

/** The texts in the language of the element: its `lang`, or the nearest one around it, or that of the browser. */
export function wordsOf(element: Element): Words {
  const language = element.closest('[lang]')?.getAttribute('lang') || navigator.language;
  return language.toLowerCase().startsWith('de') ? de : en;
}
