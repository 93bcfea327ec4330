/** A value with what it was before, and what was taken back. */
export interface Undo<T> {
  past: T[];
  now: T;
  future: T[];
}

export type UndoAction<T> = { type: 'set'; value: T } | { type: 'undo' } | { type: 'redo' } | { type: 'start'; value: T };

const maxSteps = 200;

export const start = <T>(now: T): Undo<T> => ({ past: [], now, future: [] });

export function step<T>(state: Undo<T>, action: UndoAction<T>): Undo<T> {
  switch (action.type) {
    case 'start':
      return start(action.value);
    case 'set':
      return action.value === state.now ? state : { past: [...state.past, state.now].slice(-maxSteps), now: action.value, future: [] };
    case 'undo': {
      const before = state.past.at(-1);
      return before === undefined ? state : { past: state.past.slice(0, -1), now: before, future: [state.now, ...state.future] };
    }
    case 'redo': {
      const [after, ...future] = state.future;
      return after === undefined ? state : { past: [...state.past, state.now], now: after, future };
    }
  }
}
