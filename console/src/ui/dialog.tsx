import { useId, useLayoutEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTexts } from '../texts';
import { Button } from './button';
import { TextField } from './field';
import { Icon } from './icons';
import { ErrorNotice } from './error-notice';
import './dialog.css';

/** A modal dialog (the browser's own: it keeps the focus, Escape closes it, and the focus returns to where it was). */
export function Dialog({ title, onClose, children, actions }: { title: string; onClose(): void; children: ReactNode; actions?: ReactNode }) {
  const { t } = useTexts();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // Closed before it leaves the page: so the focus returns to where it was.
  useLayoutEffect(() => {
    const dialog = element.current!;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => event.target === element.current && onClose()}
    >
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="dialog-close" aria-label={t.ui.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
        {actions && <div className="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}

/** A dialog with a form. What the handler throws is shown in it; the fields of an `ApiError` are the form's to show. */
export function FormDialog({
  title,
  submit,
  danger,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  submit: string;
  danger?: boolean;
  error?: unknown;
  onSubmit(): Promise<unknown>;
  onClose(): void;
  children: ReactNode;
}) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const id = useId();
  async function send(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await onSubmit();
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button type="submit" form={id} kind={danger ? 'danger' : 'primary'} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={id} className="form" onSubmit={event => void send(event)}>
        {children}
        {error !== undefined && error !== null && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}

/** Asks before something that cannot be undone; with `word`, it has to be typed. */
export function ConfirmDialog({
  title,
  text,
  confirm,
  word,
  onConfirm,
  onClose,
}: {
  title: string;
  text: ReactNode;
  confirm: string;
  word?: string;
  onConfirm(): Promise<unknown>;
  onClose(): void;
}) {
  const { t } = useTexts();
  const [error, setError] = useState<unknown>(null);
  const [typed, setTyped] = useState('');
  const [missed, setMissed] = useState(false);
  async function submit() {
    if (word && typed.trim() !== word) {
      setMissed(true);
      return;
    }
    setError(null);
    try {
      await onConfirm();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog title={title} submit={confirm} danger error={error} onSubmit={submit} onClose={onClose}>
      <div>{text}</div>
      {word && (
        <TextField label={t.ui.typeToConfirm(word)} value={typed} error={missed ? t.ui.typeToConfirm(word) : undefined} onChange={event => setTyped(event.target.value)} />
      )}
    </FormDialog>
  );
}
