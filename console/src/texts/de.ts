import { compare } from './de/compare';
import { image } from './de/image';
import { shell } from './de/shell';
import { styling } from './de/styling';
import { ui } from './de/ui';
import type { Texts } from './en';

export const de: Texts = { compare, image, shell, styling, ui };
