import { shell } from './de/shell';
import type { Texts } from './en';

export const de: Texts = { shell };
