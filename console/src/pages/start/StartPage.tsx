import { useTexts } from '../../texts';

export default function StartPage() {
  const { t } = useTexts();
  return <h1>{t.shell.start}</h1>;
}
