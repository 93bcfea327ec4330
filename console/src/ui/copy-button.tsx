import { useState } from 'react';
import { useTexts } from '../texts';
import { Button } from './button';

/** Copies a text; where the browser does not allow it, it says so and the text stays selectable beside it. */
export function CopyButton({ text, label, small = true }: { text: string; label?: string; small?: boolean }) {
  const { t } = useTexts();
  const [state, setState] = useState<'' | 'copied' | 'failed'>('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState(''), 3000);
  }
  return (
    <>
      <Button small={small} icon={state === 'copied' ? 'check' : 'copy'} onClick={() => void copy()}>
        {label ?? t.ui.copy}
      </Button>
      <span role="status" className={state === 'failed' ? 'field-error' : 'hidden-visually'}>
        {state === 'copied' ? t.ui.copied : state === 'failed' ? t.ui.copyFailed : ''}
      </span>
    </>
  );
}
