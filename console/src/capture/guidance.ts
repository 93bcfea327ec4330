import type { Face } from './checks/face';
import { colourIn, exposureOf, medianIn, type Measures } from './checks/measure';
import { allGood, judge, light, type Check, type Side } from './checks/judge';
import { Examiner } from './examine';

/** Milliseconds between two looks at the camera. */
const interval = 160;
/** How long all checks have to pass before the photo is taken; a turned head cannot be checked as well, so it is held longer. */
const holdFront = 1000;
const holdSide = 2000;

/** The colour of the face in the photo of the front, to know the same person's cheek by. */
export type SkinColour = [number, number, number];

export interface Look {
  isReady: boolean;
  checks: Check[];
  /** How much of the time before the photo is taken by itself has passed, 0 to 1. */
  held: number;
  skin: SkinColour | null;
}

/** Looks at the camera several times a second and says what is to be changed. */
export class Guidance {
  private readonly examiner = new Examiner();
  private timer = 0;
  private isStopped = false;
  private goodSince = 0;
  private near: Face | null = null;
  private steady: Measures | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly side: Side,
    private readonly skin: SkinColour | null,
    private readonly report: (look: Look) => void,
  ) {}

  start(): void {
    const next = () => {
      const start = performance.now();
      if (!document.hidden && this.video.readyState >= 2 && this.video.videoWidth) this.look();
      // A slow device looks less often, and stays usable.
      if (!this.isStopped) this.timer = window.setTimeout(next, Math.max(interval, 2 * (performance.now() - start)));
    };
    next();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private look(): void {
    const { videoWidth: width, videoHeight: height } = this.video;
    const seen = this.examiner.examine(this.video, width, height, this.near);
    const found = typeof seen === 'string' ? null : seen;
    this.near = found?.face ?? null;
    this.steady = found && steadied(found.measures, this.steady);
    const aside = seen === 'nothing' && this.side !== 'front' ? this.lookAside(width, height) : null;
    const checks = aside ?? judge(this.steady ?? (seen as 'nothing' | 'darkness'), this.side, Math.min(width, height));
    const isReady = aside ? checks.every(c => c.state !== 'bad' && (c.state === 'good' || c.name !== 'light')) : allGood(checks);
    const now = performance.now();
    this.goodSince = isReady ? this.goodSince || now : 0;
    const hold = this.side === 'front' ? holdFront : holdSide;
    const skin = found ? this.skinOf(width, height, found.face) : null;
    this.report({ checks, skin, isReady, held: this.goodSince ? Math.min(1, (now - this.goodSince) / hold) : 0 });
  }

  private skinOf(width: number, height: number, face: Face): SkinColour {
    const frame = this.examiner.overview(this.video, width, height);
    const scale = frame.width / width;
    const p = face.pupils * scale;
    return colourIn(frame, { x: face.x * scale, y: face.y * scale + 0.6 * p, width: 0.7 * p, height: 0.4 * p });
  }

  // A head in profile does not look like the template. What can be told: whether the colour of the face seen from the front fills the
  // oval, and the light.
  private lookAside(width: number, height: number): Check[] | null {
    if (!this.skin) return null;
    const frame = this.examiner.overview(this.video, width, height);
    const h = 0.28 * Math.min(frame.height, frame.width * 1.3);
    const oval = { x: frame.width / 2, y: frame.height / 2, width: 0.6 * h, height: h };
    const [a, b] = [chroma(colourIn(frame, oval)), chroma(this.skin)];
    if (Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.05) return null;
    const exposure = { ...exposureOf(frame, oval), asymmetry: 0, lightness: medianIn(frame, oval.x, oval.y, oval.width) };
    const unknown = (['size', 'angle', 'sharpness'] as const).map(name => ({ name, state: 'unknown' as const }));
    const [size, angle, sharpness] = unknown as [Check, Check, Check];
    return [{ name: 'face', state: 'unknown', hint: 'cannotCheckSide' }, size, angle, light(exposure), sharpness];
  }
}

/** Half of what is seen now and half of what was seen before, so that marks do not flicker. */
function steadied(now: Measures, before: Measures | null): Measures {
  if (!before) return now;
  const mixed = Object.entries(now).map(([name, value]) => [name, (value + before[name as keyof Measures]) / 2]);
  return Object.fromEntries(mixed) as Measures;
}

const chroma = ([r, g, b]: SkinColour): [number, number] => [r / (r + g + b + 1), g / (r + g + b + 1)];
