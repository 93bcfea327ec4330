import type { Check, Side } from './checks/judge';
import { toJpeg } from './camera';

export type CaptureSource = 'front_camera' | 'back_camera' | 'upload';

/** A photo that was taken or chosen, as the events `capture` and `captures` hand it over. */
export class ImageCapture {
  private flip = false;

  constructor(
    private readonly file: Blob,
    /** Where it comes from. */
    readonly source: CaptureSource,
    /** The side of the face that it was taken for. */
    readonly side: Side,
    readonly width: number,
    readonly height: number,
    /** What the browser made of it; the server's `quality` has the last word. */
    readonly checks: readonly Check[],
  ) {}

  /** The photo as a file (JPEG or PNG), as the camera saw it: not mirrored. */
  async blob(): Promise<Blob> {
    return this.flip ? mirrored(this.file) : this.file;
  }

  /** Changes what `blob()` gives; mirrored with `horizontalFlip`. */
  transform(options: { horizontalFlip?: boolean }): this {
    this.flip = options.horizontalFlip ?? false;
    return this;
  }
}

async function mirrored(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d')!;
  context.setTransform(-1, 0, 0, 1, picture.width, 0);
  context.drawImage(picture, 0, 0);
  picture.close();
  return toJpeg(canvas);
}
