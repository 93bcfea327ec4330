import { request } from '../../api/client';
import type { CutisCapture } from '../../capture/element';

type Maker = NonNullable<CutisCapture['companionLink']>;

/** A link for a phone, as the server describes it (docs/console.md). */
interface CaptureLink {
  id: string;
  state: 'waiting' | 'opened' | 'uploaded' | 'expired' | 'revoked';
  expires_at: string;
  image_id: string | null;
  url?: string;
}

/** Milliseconds between two questions whether the photo has come. */
const interval = 1500;

/** Makes links for `<cutis-capture>`: for a photo of that subject. `onImage` is told the image when it has come. */
export function phoneLinks(company: string, subject: () => Promise<string>, onImage: (image: string) => void): Maker {
  const links = `/api/v1/companies/${company}/capture_links/`;
  return async (report, signal) => {
    const body = JSON.stringify({ subject_id: await subject() });
    const link = await request<CaptureLink>(links, { method: 'POST', body, headers: { 'Content-Type': 'application/json' }, signal });
    const path = `${links}${link.id}/`;
    // Whoever leaves the code behind ends the link, unless a phone has opened it.
    let isOpen = false;
    const end = () => void (isOpen || request(path, { method: 'DELETE' }).catch(() => {}));
    signal.addEventListener('abort', end, { once: true });
    const ask = async () => {
      // A question that gets lost on the way is asked again.
      const now = await request<CaptureLink>(path, { signal }).catch(() => null);
      if (signal.aborted) return;
      if (now?.state === 'opened' && !isOpen) report('opened');
      isOpen = now ? now.state === 'opened' || now.state === 'uploaded' : isOpen;
      if (now?.state === 'uploaded') {
        report('finished');
        return onImage(now.image_id!);
      }
      if (now?.state === 'expired' || now?.state === 'revoked') return report('expired');
      setTimeout(() => void ask(), interval);
    };
    setTimeout(() => void ask(), interval);
    return { url: link.url!, expiresAt: link.expires_at };
  };
}
