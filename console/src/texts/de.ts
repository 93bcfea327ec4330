import { image } from './de/image';
import { shell } from './de/shell';
import { ui } from './de/ui';
import type { Texts } from './en';

export const de: Texts = { image, shell, ui };
