import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { de } from './de';
import { en, type Texts } from './en';

const languages = { en, de } as const;
export type Language = keyof typeof languages;
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

export interface Words {
  language: Language;
  setLanguage(language: Language): void;
  /** The texts of the language, by name. */
  t: Texts;
}

const Context = createContext<Words>({ language: 'en', setLanguage: () => {}, t: en });

/** The texts of the console in the language that was chosen, or that of the browser. */
export const useTexts = (): Words => useContext(Context);

export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => {
    const stored = localStorage.getItem('cutis.language');
    if (stored && stored in languages) return stored as Language;
    return navigator.language.startsWith('de') ? 'de' : 'en';
  });
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('cutis.language', language);
  }, [language]);
  const words = useMemo(() => ({ language, setLanguage, t: languages[language] }), [language]);
  return <Context.Provider value={words}>{children}</Context.Provider>;
}
