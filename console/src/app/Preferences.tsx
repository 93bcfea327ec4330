import { languageNames, useTexts, type Language } from '../texts';
import { SelectField } from '../ui/field';
import { themes, useTheme } from './theme';

/** Language and appearance, as the browser keeps them. */
export function Preferences() {
  const { t, language, setLanguage } = useTexts();
  const { theme, setTheme } = useTheme();
  return (
    <>
      <SelectField label={t.shell.language} value={language} onChange={event => setLanguage(event.target.value as Language)}>
        {Object.entries(languageNames).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t.shell.theme} value={theme} onChange={event => setTheme(event.target.value as (typeof themes)[number])}>
        {themes.map(key => (
          <option key={key} value={key}>
            {t.shell[key]}
          </option>
        ))}
      </SelectField>
    </>
  );
}
