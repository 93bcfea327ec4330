import { useEffect, useState, type FormEvent } from 'react';
import { ApiError } from '../../api/errors';
import { root } from '../../api/root';
import { Preferences } from '../../app/Preferences';
import { useSession } from '../../app/session';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { TextField } from '../../ui/field';
import { Notice } from '../../ui/states';
import { Tabs } from '../../ui/tabs';
import './signin.css';

/** The way in: by password, by token, and on a demo server by one click. */
export default function SignInPage() {
  const { t } = useTexts();
  const [way, setWay] = useState('password');
  useEffect(() => {
    document.title = `${t.signin.title} · ${t.shell.product}`;
  }, [t]);
  return (
    <main className="signin">
      <section className="signin-word">
        <p className="signin-brand">
          <img src={`${root}icon.svg`} alt="" width="56" height="56" />
          {t.shell.product}
        </p>
        <h1>{t.signin.claim}</h1>
        <p>{t.signin.more}</p>
        <ul>
          {t.signin.reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </section>
      <section className="signin-form">
        <Card title={t.signin.title}>
          <Demo />
          <Tabs
            label={t.signin.ways}
            selected={way}
            onSelect={setWay}
            tabs={[
              { key: 'password', label: t.signin.password, content: <PasswordForm /> },
              { key: 'token', label: t.signin.token, content: <TokenForm /> },
            ]}
          />
        </Card>
        <div className="signin-preferences">
          <Preferences />
        </div>
      </section>
    </main>
  );
}

/** Signs in, and keeps what went wrong. */
function useSignIn() {
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    busy,
    error,
    async send(body: Parameters<typeof signIn>[0]) {
      setBusy(true);
      setError(null);
      try {
        await signIn(body);
      } catch (reason) {
        setError(reason);
        setBusy(false);
      }
    },
  };
}

function Demo() {
  const { t } = useTexts();
  const { demo } = useSession();
  const { busy, error, send } = useSignIn();
  if (!demo) return null;
  return (
    <div className="signin-demo">
      <Button kind="primary" busy={busy} onClick={() => void send({ demo: true })} children={t.signin.demo} />
      <p className="soft">{t.signin.demoMore}</p>
      {error !== null && <ErrorNotice error={error} />}
    </div>
  );
}

function PasswordForm() {
  const { t } = useTexts();
  const { busy, error, send } = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy) void send({ email, password });
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextField label={t.signin.email} type="email" autoComplete="username" required value={email} onChange={event => setEmail(event.target.value)} />
      <TextField
        label={t.signin.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={event => setPassword(event.target.value)}
      />
      <Refusal error={error} text={t.signin.wrongPassword} />
      <Button type="submit" kind="primary" busy={busy} children={t.signin.enter} />
      <p className="soft">{t.signin.first}</p>
    </form>
  );
}

function TokenForm() {
  const { t } = useTexts();
  const { busy, error, send } = useSignIn();
  const [token, setToken] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy) void send({ token: token.trim() });
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t.signin.token}
        hint={t.signin.tokenHint}
        type="password"
        required
        value={token}
        onChange={event => setToken(event.target.value)}
      />
      <Refusal error={error} text={t.signin.wrongToken} />
      <Button type="submit" kind="primary" busy={busy} children={t.signin.enter} />
    </form>
  );
}

function Refusal({ error, text }: { error: unknown; text: string }) {
  if (error === null) return null;
  const refused = error instanceof ApiError && (error.status === 400 || error.status === 401 || error.status === 403);
  return refused ? <Notice kind="bad" text={text} /> : <ErrorNotice error={error} />;
}
