import { useState } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const key = 'cutis.theme';

const stored = (): Theme => (themes as readonly (string | null)[]).includes(localStorage.getItem(key)) ? (localStorage.getItem(key) as Theme) : 'system';

/** Shows the appearance that was chosen; called before the first paint. */
export function applyTheme(theme: Theme = stored()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme() {
  const [theme, setTheme] = useState(stored);
  return {
    theme,
    setTheme(next: Theme) {
      localStorage.setItem(key, next);
      applyTheme(next);
      setTheme(next);
    },
  };
}
