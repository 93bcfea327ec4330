import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { de } from './de';
import { en, type Texts } from './en';

const languages = { en, de } as const;
export type Language = keyof typeof languages;
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

export interface Words {
  language: Language;
  /** For dates and numbers: as the browser's user writes them, if that is the language; `en-GB` has days before months. */
  locale: string;
  setLanguage(language: Language): void;
  /** The texts of the language, by name. */
  t: Texts;
}

const Context = createContext<Words>({ language: 'en', locale: 'en-GB', setLanguage: () => {}, t: en });

/** The texts of the console in the language that was chosen, or that of the browser. */
export const useTexts = (): Words => useContext(Context);

const localeOf = (language: Language) =>
  navigator.languages.find(locale => locale.startsWith(`${language}-`)) ?? (language === 'en' ? 'en-GB' : language);

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
  const words = useMemo(() => ({ language, locale: localeOf(language), setLanguage, t: languages[language] }), [language]);
  return <Context.Provider value={words}>{children}</Context.Provider>;
}
