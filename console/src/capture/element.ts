import { Camera, CameraError, type CameraSource } from './camera';
import { CaptureError } from './captureError';
import { judge, type Side } from './checks/judge';
import { Delivery, refusal } from './delivery';
import { Examiner } from './examine';
import { FileError, maxBytes, photoOf } from './files';
import type { SkinColour } from './guidance';
import { ImageCapture, type CaptureSource } from './imageCapture';
import { readOptions, targetOf, type Options } from './options';
import { showCamera } from './screens/camera';
import { showChoice, type Source } from './screens/choose';
import { showCompanion, type CompanionLink, type CompanionState } from './screens/companion';
import { showReview } from './screens/review';
import { showDone, showSending } from './screens/send';
import { Stage } from './stage';
import { styles } from './styles';
import type { UploadTarget } from './upload';
import { wordsOf } from './words';

/** `<cutis-capture>`: takes photos of a face with a camera, or takes files, and says what would make them better (docs/components.md). */
export class CutisCapture extends HTMLElement {
  static readonly observedAttributes = ['preset', 'sources', 'lang'];

  /** Gives the place for a photo, when it is not known beforehand. */
  declare uploadTarget?: (capture: ImageCapture) => Promise<UploadTarget>;
  private makesLink?: (report: (state: CompanionState) => void, signal: AbortSignal) => Promise<CompanionLink>;

  private readonly stage: Stage;
  private readonly examiner = new Examiner();
  private options: Options = readOptions(this);
  private camera: Camera | null = null;
  private captures: ImageCapture[] = [];
  private skin: SkinColour | null = null;
  private automatic = true;
  private run = 0;
  private isFresh = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    this.stage = new Stage(root, () => wordsOf(this));
    const given = Object.getOwnPropertyDescriptor(this, 'companionLink')?.value as CutisCapture['companionLink'];
    if (given) {
      delete (this as Partial<CutisCapture>).companionLink;
      this.makesLink = given;
    }
  }

  /** Makes a link for a phone, and tells what becomes of it; without it, or `companion-url`, `companion` is not offered. */
  get companionLink() {
    return this.makesLink;
  }

  set companionLink(make) {
    this.makesLink = make;
    if (this.isFresh) this.begin();
  }

  connectedCallback(): void {
    this.isFresh = true;
    const run = ++this.run;
    // Frameworks set attributes, properties and listeners right after they have inserted the element.
    queueMicrotask(() => {
      if (this.run !== run) return;
      this.tell('init');
      this.begin();
    });
  }

  disconnectedCallback(): void {
    this.run++;
    this.isFresh = false;
    this.closeCamera();
    this.stage.close();
  }

  attributeChangedCallback(): void {
    if (this.isFresh) this.begin();
  }

  /** Forgets what was taken and shows the first screen. */
  reset(): void {
    this.begin();
  }

  private begin(error?: string): void {
    this.run++;
    this.closeCamera();
    this.options = readOptions(this);
    this.automatic = this.options.automatic;
    this.captures = [];
    this.skin = null;
    const [only, ...others] = this.offered();
    const startsCamera = !error && others.every(isCamera) && only !== undefined && isCamera(only);
    if (startsCamera) return void this.openCamera(only);
    this.choose(error);
    this.isFresh = !error;
    this.emit('ready');
  }

  private offered(error?: string): Source[] {
    const { sources } = this.options;
    const offered = sources.filter(source => source !== 'companion' || this.makesLink || this.hasAttribute('companion-url'));
    // Whoever cannot use the camera can still choose a photo.
    return error && !offered.includes('upload') ? [...offered, 'upload'] : offered;
  }

  private choose(error?: string): void {
    const t = wordsOf(this);
    const { sides } = this.options;
    const step = `${t.step(this.captures.length + 1, sides.length)} · ${t.sides[this.side]}`;
    const title = sides.length === 1 ? t.chooseTitle : this.captures.length === 0 ? t.chooseTitle180 : step;
    showChoice(this.stage, {
      title,
      sources: this.offered(error),
      ...(error ? { error } : {}),
      choose: source => (source === 'companion' ? this.handOver() : isCamera(source) && void this.openCamera(source)),
      take: files => void this.takeFile(files),
    });
  }

  private get side(): Side {
    return this.options.sides[Math.min(this.captures.length, this.options.sides.length - 1)]!;
  }

  private async openCamera(source: CameraSource): Promise<void> {
    this.isFresh = false;
    const run = ++this.run;
    this.closeCamera();
    this.note('camera_requested', { source });
    try {
      const camera = await Camera.open(source);
      if (this.run !== run) return camera.close();
      this.camera = camera;
      this.note('camera_opened', { source: camera.source });
      this.shoot();
    } catch (error) {
      if (this.run !== run) return;
      const code = error instanceof CameraError ? error.code : 'failed';
      this.fail(`camera_${code}`, wordsOf(this).errors[code]);
      this.choose(wordsOf(this).errors[code]);
      this.emit('ready');
    }
  }

  private shoot(): void {
    const camera = this.camera;
    const { sides, sources } = this.options;
    if (!camera) return this.choose();
    const other: CameraSource = camera.source === 'front_camera' ? 'back_camera' : 'front_camera';
    const hasScreen = this.offered().length > 1 && !this.offered().every(isCamera);
    showCamera(this.stage, {
      camera,
      side: this.side,
      step: sides.length > 1 ? [this.captures.length + 1, sides.length] : null,
      automatic: this.automatic,
      skin: this.skin,
      setAutomatic: on => (this.automatic = on),
      back: hasScreen ? () => (this.closeCamera(), this.choose()) : null,
      other: camera.hasOther && sources.includes(other) ? () => void this.openCamera(other) : null,
      shoot: (video, skin) => {
        this.skin = skin;
        this.note('shot', { side: this.side });
        const run = this.run;
        void camera.takePhoto(video).then(
          photo => void (this.run === run && this.examine(photo, camera.source)),
          () => void (this.run === run && this.lost('failed')),
        );
      },
      lost: () => this.lost('lost'),
      ready: () => this.emit('ready'),
    });
  }

  private lost(code: 'lost' | 'failed'): void {
    this.closeCamera();
    this.fail(`camera_${code}`, wordsOf(this).errors[code]);
    this.choose(wordsOf(this).errors[code]);
  }

  private async takeFile(files: File[]): Promise<void> {
    this.isFresh = false;
    const run = ++this.run;
    try {
      const photo = await photoOf(files);
      if (this.run === run) await this.examine(photo, 'upload');
    } catch (error) {
      if (this.run !== run) return;
      const t = wordsOf(this).errors;
      const code = error instanceof FileError ? error.code : 'unreadable';
      const size = (bytes: number) => `${(bytes / 1048576).toFixed(0)} MiB`;
      const text = code === 'tooLarge' ? t.tooLarge(size(maxBytes), size((error as FileError).size)) : t[code];
      this.fail(`file_${code}`, text);
      this.choose(text);
    }
  }

  private async examine(photo: Blob, source: CaptureSource): Promise<void> {
    const run = this.run;
    const picture = await createImageBitmap(photo).catch(() => null);
    if (!picture) throw new FileError('unreadable');
    if (this.run !== run) return picture.close();
    const found = this.examiner.examine(picture, picture.width, picture.height);
    const checks = judge(typeof found === 'string' ? found : found.measures, this.side, 0);
    const capture = new ImageCapture(photo, source, this.side, picture.width, picture.height, checks);
    picture.close();
    const isBad = checks.some(check => check.state === 'bad');
    this.note('examined', { side: this.side, good: !isBad });
    if (!isBad && !this.options.showPreview) return this.accept(capture);
    showReview(this.stage, {
      capture,
      picture: photo,
      needsLight: this.options.requiresLight,
      use: () => this.accept(capture),
      again: () => (this.camera ? this.shoot() : this.choose()),
    });
  }

  private accept(capture: ImageCapture): void {
    this.captures.push(capture);
    this.emit('capture', capture);
    if (this.captures.length < this.options.sides.length) return this.camera ? this.shoot() : this.choose();
    this.closeCamera();
    this.emit('captures', [...this.captures]);
    if (this.uploadTarget || this.hasAttribute('upload-url')) return this.send();
    showDone(this.stage, wordsOf(this).doneLocal, () => this.begin());
  }

  private send(): void {
    const t = wordsOf(this);
    const targetFor = this.uploadTarget ?? (async capture => targetOf(this, capture.side)!);
    const delivery = new Delivery(this.captures, targetFor, (type, detail) => this.emit(type, detail));
    showSending(this.stage, {
      send: (progress, signal) => delivery.send(progress, signal),
      textOf: error => {
        const [code, text] = refusal(error, t);
        this.fail(code, text);
        return text;
      },
      done: () => showDone(this.stage, t.done, this.uploadTarget ? () => this.begin() : null),
      cancel: () => {
        this.note('cancelled');
        this.begin();
      },
    });
  }

  private handOver(): void {
    this.isFresh = false;
    const url = this.getAttribute('companion-url');
    this.note('companion');
    showCompanion(this.stage, {
      link: this.makesLink ?? (() => Promise.resolve({ url: new URL(url!, document.baseURI).href })),
      finished: () => {
        this.emit('companion');
        showDone(this.stage, wordsOf(this).companionDone, () => this.begin());
      },
      failed: error => {
        const text = error instanceof Error && error.message ? error.message : wordsOf(this).errors.companion;
        this.fail('companion', text);
        this.choose(text);
      },
      back: () => this.choose(),
    });
  }

  private closeCamera(): void {
    this.camera?.close();
    this.camera = null;
  }

  private fail(code: string, message: string): void {
    this.emit('error', new CaptureError(code, message));
    this.note('error', { code });
  }

  // Steps for statistics; nothing of the person or the photo.
  private note(name: string, more: object = {}): void {
    this.emit('analytics', { name, at: Math.round(performance.now()), ...more });
  }

  private tell(name: string): void {
    this.emit(name);
    this.note(name);
  }

  private emit(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const isCamera = (source: Source): source is CameraSource => source === 'front_camera' || source === 'back_camera';

if (!customElements.get('cutis-capture')) customElements.define('cutis-capture', CutisCapture);
