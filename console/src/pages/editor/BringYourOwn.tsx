import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { ApiError } from '../../api/errors';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { toast } from '../../ui/toast';
import type { Image } from '../image/data';
import { saveResult } from './api';
import { lineOf, lineOfMistake } from './jsonLines';

interface Mistake {
  path: string;
  line: number;
  text: string;
}

const maxBytes = 32 * 1024 * 1024;

/** Takes a result from a file; what is wrong with it is told by path and line. */
export function BringYourOwn({ image, onStored }: { image: Image; onStored(): void }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState('');
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [error, setError] = useState<unknown>(null);

  async function take(file: File | undefined) {
    if (!file || busy) return;
    setName(file.name);
    setMistakes([]);
    setError(null);
    setBusy(true);
    try {
      if (file.size > maxBytes) throw new Error(t.editor.tooLarge);
      const text = await file.text();
      const found = check(text, t.editor);
      if (typeof found !== 'string') return setMistakes([found]);
      await store(text, found, file.name);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  }

  async function store(text: string, algorithm: string, from: string) {
    try {
      // With a note, what was there before stays in the history.
      await saveResult(image.company_id, image.id, algorithm, text, null, from.slice(0, 500));
      toast(t.editor.stored);
      await queries.invalidateQueries({ queryKey: [image.company_id, 'results', image.id] });
      onStored();
    } catch (reason) {
      const fields = reason instanceof ApiError ? Object.entries(reason.fields) : [];
      if (!fields.length) throw reason;
      setMistakes(fields.map(([path, said]) => ({ path, line: lineOf(text, path), text: said })));
    }
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <Card title={t.editor.own}>
      <div
        className={over ? 'editor-drop editor-drop-over' : 'editor-drop'}
        onDragOver={event => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{t.editor.ownHint}</p>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          className="hidden-visually"
          tabIndex={-1}
          aria-label={t.editor.choose}
          onChange={event => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button icon="upload" busy={busy} onClick={() => input.current?.click()}>
          {t.editor.choose}
        </Button>
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {mistakes.length > 0 && (
        <div role="alert" className="editor-mistakes">
          <p>{t.editor.mistakes(name, mistakes.length)}</p>
          <ul>
            {mistakes.slice(0, 50).map(mistake => (
              <li key={`${mistake.path} ${mistake.line}`}>
                {mistake.line > 0 && <strong>{t.editor.line(mistake.line)}</strong>} {mistake.path && <code>{mistake.path}</code>} {mistake.text}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function check(text: string, words: { noName: string; noObject: string }): Mistake | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (reason) {
    const said = reason instanceof Error ? reason.message : String(reason);
    return { path: '', line: lineOfMistake(text), text: said };
  }
  if (!value || typeof value !== 'object' || Array.isArray(value)) return { path: '', line: 1, text: words.noObject };
  const name = (value as Record<string, unknown>).algorithm_tech_name;
  return typeof name === 'string' && name ? name : { path: 'algorithm_tech_name', line: 1, text: words.noName };
}
