import { useState } from 'react';
import { ApiError } from '../../api/errors';
import { useTexts } from '../../texts';
import { FormDialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { Notice } from '../../ui/states';

interface Props {
  title: string;
  submit: string;
  /** What is lost, if anything. */
  warning?: string;
  onSubmit(note: string): Promise<void>;
  /** Takes over what somebody else has stored in the meantime. */
  onReload(): Promise<void>;
  reload: string;
  onClose(): void;
}

/** Asks for a note before a result is replaced, and says when somebody else was faster. */
export function SaveDialog({ title, submit, warning, onSubmit, onReload, reload, onClose }: Props) {
  const { t } = useTexts();
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const isChanged = error instanceof ApiError && error.status === 412;
  async function attempt(act: () => Promise<void>) {
    setError(null);
    try {
      await act();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog title={title} submit={submit} error={isChanged ? null : error} onSubmit={() => attempt(() => onSubmit(note))} onClose={onClose}>
      {warning && <Notice kind="warn" text={warning} />}
      <TextField label={t.editor.note} hint={t.editor.noteHint} maxLength={500} value={note} onChange={event => setNote(event.target.value)} />
      {isChanged && <Notice kind="warn" text={t.editor.conflict} action={{ label: reload, onClick: () => void attempt(onReload) }} />}
    </FormDialog>
  );
}
