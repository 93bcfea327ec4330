import { useTexts } from '../../texts';

export default function SignInPage() {
  const { t } = useTexts();
  return (
    <main>
      <h1>{t.shell.product}</h1>
    </main>
  );
}
