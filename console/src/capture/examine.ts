import { lightnessOf, type Frame } from './checks/frame';
import { enlarged, blurOf, insideOf, lightOf, medianIn, ovalOf, type Measures } from './checks/measure';
import { findFace, type Face } from './checks/face';

/** Pixels along the longer side of the copy in which a face is looked for. */
const searched = 240;
/** Median L* of the middle below which there may well be a face that does not show. */
const dark = 15;

/** What was found in a picture. */
export interface Finding {
  measures: Measures;
  face: Face;
}

/** Draws parts of a picture and reads their pixels; keeps its canvases. */
export class Examiner {
  private readonly whole = canvas();
  private readonly part = canvas();

  /** Measures the face in a picture of that size; `near` is where it was a moment ago. */
  examine(source: CanvasImageSource, width: number, height: number, near: Face | null = null): Finding | 'nothing' | 'darkness' {
    const frame = this.overview(source, width, height);
    const plane = lightnessOf(frame);
    const small = frame.width / width;
    const shorter = Math.min(frame.width, frame.height);
    const face =
      (near && findFace(plane, near.pupils * small * 0.85, near.pupils * small * 1.2)) ??
      findFace(plane, Math.max(12, shorter * 0.06), shorter * 0.5);
    if (!face) return medianIn(frame, frame.width / 2, frame.height / 2, 0.3 * shorter) < dark ? 'darkness' : 'nothing';
    const full = enlarged(face, 1 / small);
    const { yaw, pitch, pupils } = full;
    const measures = {
      pupils,
      yaw,
      pitch,
      inside: insideOf(ovalOf(full), width, height),
      ...lightOf(frame, face),
      blur: this.blur(source, width, height, full),
    };
    return { measures, face: full };
  }

  /** The picture, scaled down to what is searched. */
  overview(source: CanvasImageSource, width: number, height: number): Frame {
    const scale = Math.min(1, searched / Math.max(width, height));
    return read(this.whole, source, 0, 0, width, height, Math.round(width * scale), Math.round(height * scale));
  }

  // The strip of the eyes with all the pixels that there are, up to what tells sharp from blurred by the server's limits.
  private blur(source: CanvasImageSource, width: number, height: number, face: Face): number {
    const [left, top] = [Math.max(0, Math.floor(face.x - 0.9 * face.pupils)), Math.max(0, Math.floor(face.y - 0.6 * face.pupils))];
    const [right, bottom] = [
      Math.min(width, Math.ceil(face.x + 0.9 * face.pupils)),
      Math.min(height, Math.ceil(face.y + 0.4 * face.pupils)),
    ];
    if (right - left < 8 || bottom - top < 8) return 9;
    const scale = Math.min(1, 240 / face.pupils);
    const [w, h] = [Math.round((right - left) * scale), Math.round((bottom - top) * scale)];
    const strip = read(this.part, source, left, top, right - left, bottom - top, w, h);
    return blurOf(lightnessOf(strip), { x: (face.x - left) * scale, y: (face.y - top) * scale, pupils: face.pupils * scale });
  }
}

function read(
  to: HTMLCanvasElement,
  source: CanvasImageSource,
  x: number,
  y: number,
  w: number,
  h: number,
  width: number,
  height: number,
): Frame {
  [to.width, to.height] = [width, height];
  const context = to.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(source, x, y, w, h, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

const canvas = () => document.createElement('canvas');
