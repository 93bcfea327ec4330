import { compare } from './en/compare';
import { image } from './en/image';
import { shell } from './en/shell';
import { styling } from './en/styling';
import { ui } from './en/ui';

/** All texts in English; other languages have the same names (the type holds them to it). One file per page in `en/` and `de/`. */
export const en = { compare, image, shell, styling, ui };

type Loose<T> = T extends (...args: infer A) => string ? (...args: A) => string : T extends string ? string : { [K in keyof T]: Loose<T[K]> };
export type Texts = Loose<typeof en>;
