import type { ImageCapture } from './imageCapture';
import { put, UploadError, type UploadTarget } from './upload';
import type { Words } from './words';

/** The photos of one go on their way to where each is put; what has arrived is not sent again. */
export class Delivery {
  private readonly sent = new Set<ImageCapture>();

  constructor(
    private readonly captures: readonly ImageCapture[],
    private readonly targetFor: (capture: ImageCapture) => Promise<UploadTarget>,
    private readonly emit: (type: string, detail: unknown) => void,
  ) {}

  /** Sends what has not arrived yet; the share of all that was sent is reported from 0 to 1. */
  async send(progress: (share: number) => void, signal: AbortSignal): Promise<void> {
    for (const [i, capture] of this.captures.entries()) {
      if (this.sent.has(capture)) continue;
      const target = await this.targetFor(capture);
      const report = (share: number) => {
        progress((i + share) / this.captures.length);
        this.emit('progress', { side: capture.side, share });
      };
      const answer = await put(await capture.blob(), target, report, signal);
      this.sent.add(capture);
      this.emit('uploaded', { capture, side: capture.side, answer });
    }
  }
}

/** A code for the page and words for people: why a photo did not arrive. */
export function refusal(error: unknown, t: Words): [code: string, text: string] {
  if (!(error instanceof UploadError)) return ['upload', error instanceof Error && error.message ? error.message : t.errors.upload];
  const { status } = error;
  if (status === 0) return ['upload', t.errors.upload];
  return [`upload_${status}`, status === 403 || status === 410 ? t.errors.expired : t.errors.refused(status)];
}
