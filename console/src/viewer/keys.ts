import type { Stage } from './stage';

/** What a key does on the photo; null for one that is the page's. Shift goes further. */
export function actionOf(event: KeyboardEvent, stage: Stage, pick: () => void): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const step = event.shiftKey ? 0.4 : 0.12;
  const actions: Record<string, () => void> = {
    ArrowLeft: () => stage.panBy(-step, 0),
    ArrowRight: () => stage.panBy(step, 0),
    ArrowUp: () => stage.panBy(0, -step),
    ArrowDown: () => stage.panBy(0, step),
    '+': () => stage.zoomBy(1.4),
    '=': () => stage.zoomBy(1.4),
    '-': () => stage.zoomBy(1 / 1.4),
    '0': () => stage.home(),
    Enter: pick,
  };
  return actions[event.key] ?? null;
}
