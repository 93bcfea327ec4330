import { useEffect, useRef, type ComponentType } from 'react';
import { Link, Redirect } from 'wouter';
import { useTexts } from '../../texts';
import { Page } from '../../ui/page';
import { AlgorithmsSection } from './AlgorithmsSection';
import { AuditSection } from './AuditSection';
import { MembersSection } from './MembersSection';
import { ReceiptsSection } from './ReceiptsSection';
import { RetentionSection } from './RetentionSection';
import { SettingsSection } from './SettingsSection';
import { TokensSection } from './TokensSection';
import { UrlsSection } from './UrlsSection';
import { WebhooksSection } from './WebhooksSection';
import './admin.css';

const sections = {
  tokens: TokensSection,
  members: MembersSection,
  algorithms: AlgorithmsSection,
  webhooks: WebhooksSection,
  retention: RetentionSection,
  urls: UrlsSection,
  receipts: ReceiptsSection,
  audit: AuditSection,
  settings: SettingsSection,
} satisfies Record<string, ComponentType>;

type SectionName = keyof typeof sections;

/** What operators and owners see to, each in a page of its own. */
export default function AdminPage({ params: { section } }: { params: { section?: string } }) {
  const { t } = useTexts();
  const nav = useRef<HTMLElement>(null);
  // On a phone the sections are a strip that is wider than the screen.
  useEffect(() => nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [section]);
  if (!section || !(section in sections)) return <Redirect to="/admin/tokens" replace />;
  const Section = sections[section as SectionName];
  return (
    <div className="admin">
      <nav ref={nav} className="subnav" aria-label={t.shell.administration}>
        {(Object.keys(sections) as SectionName[]).map(name => (
          <Link key={name} href={`/admin/${name}`} aria-current={name === section ? 'page' : undefined}>
            {t.admin.sections[name]}
          </Link>
        ))}
      </nav>
      <div>
        <Page key={section} title={t.admin.sections[section as SectionName]} lead={t.admin.leads[section as SectionName]}>
          <Section />
        </Page>
      </div>
    </div>
  );
}
