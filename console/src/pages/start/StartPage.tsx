import { useTexts } from '../../texts';
import { Page } from '../../ui/page';

export default function StartPage() {
  const { t } = useTexts();
  return <Page title={t.shell.start}>{null}</Page>;
}
