export type CameraSource = 'front_camera' | 'back_camera';
export type CameraFault = 'denied' | 'absent' | 'busy' | 'insecure' | 'lost' | 'failed';

/** Why there is no picture of the camera. */
export class CameraError extends Error {
  constructor(readonly code: CameraFault) {
    super(code);
  }
}

const faults: Record<string, CameraFault> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** The browser's interface for whole photos of a camera, where there is one; the types of the DOM do not have it yet. */
interface PhotoTaker {
  getPhotoCapabilities(): Promise<{ fillLightMode?: string[] }>;
  takePhoto(settings?: { fillLightMode?: string }): Promise<Blob>;
}

/** A camera that is open. */
export class Camera {
  private constructor(
    readonly stream: MediaStream,
    /** Front cameras are shown mirrored, as people know themselves; photos are not. */
    readonly source: CameraSource,
    readonly hasOther: boolean,
  ) {}

  /** Opens the camera; throws a `CameraError`. */
  static async open(source: CameraSource): Promise<Camera> {
    if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('insecure');
    const facingMode = source === 'front_camera' ? 'user' : 'environment';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: facingMode }, width: { ideal: 2560 }, height: { ideal: 1440 } },
      });
      const facing = stream.getVideoTracks()[0]?.getSettings().facingMode;
      const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
      const cameras = devices.filter(device => device.kind === 'videoinput').length;
      return new Camera(stream, facing === 'environment' ? 'back_camera' : 'front_camera', cameras > 1);
    } catch (error) {
      throw new CameraError(faults[(error as DOMException).name] ?? 'failed');
    }
  }

  get track(): MediaStreamTrack {
    return this.stream.getVideoTracks()[0]!;
  }

  /** A photo with all the pixels that the camera gives; else the picture that the video shows. */
  async takePhoto(video: HTMLVideoElement): Promise<Blob> {
    const frame = frameOf(video);
    const whole = await within(2500, this.wholePhoto()).catch(() => null);
    const picture = whole && (await createImageBitmap(whole).catch(() => null));
    if (!whole || !picture) return frame;
    try {
      // Some cameras give less for a photo than for a video, and some browsers a PNG, which is much to send.
      if (picture.width * picture.height < video.videoWidth * video.videoHeight) return frame;
      return whole.type === 'image/jpeg' ? whole : drawn(picture, picture.width, picture.height);
    } finally {
      picture.close();
    }
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }

  private async wholePhoto(): Promise<Blob | null> {
    const Taker = (window as { ImageCapture?: new (track: MediaStreamTrack) => PhotoTaker }).ImageCapture;
    if (!Taker || this.track.readyState !== 'live') return null;
    const taker = new Taker(this.track);
    const { fillLightMode } = await taker.getPhotoCapabilities();
    return taker.takePhoto(fillLightMode?.includes('off') ? { fillLightMode: 'off' } : undefined);
  }
}

const frameOf = (video: HTMLVideoElement) => drawn(video, video.videoWidth, video.videoHeight);

/** A picture as a JPEG of that size. */
export function drawn(picture: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d')!.drawImage(picture, 0, 0);
  return toJpeg(canvas);
}

/** The canvas as a JPEG. */
export function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new CameraError('failed'))), 'image/jpeg', 0.95),
  );
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return Promise.race([promise, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('time')), milliseconds))]);
}
