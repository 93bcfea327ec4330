import { shell } from './de/shell';
import { ui } from './de/ui';
import type { Texts } from './en';

export const de: Texts = { shell, ui };
