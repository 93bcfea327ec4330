import { drawn } from './camera';

/** The largest file that the server takes, in bytes. */
export const maxBytes = 30 * 1024 * 1024;

/** Why a file was not taken. */
export class FileError extends Error {
  constructor(
    readonly code: 'type' | 'unreadable' | 'tooLarge' | 'tooMany',
    readonly size = 0,
  ) {
    super(code);
  }
}

/** A JPEG or PNG as it is; another picture that this browser reads (WebP, HEIC, AVIF) as a JPEG; else a `FileError`. */
export async function photoOf(files: readonly File[]): Promise<Blob> {
  const [file] = files;
  if (!file) throw new FileError('type');
  if (files.length > 1) throw new FileError('tooMany');
  const kind = await kindOf(file);
  if (kind === 'other' && !file.type.startsWith('image/') && !/\.(hei[cf]|avif|webp)$/i.test(file.name)) throw new FileError('type');
  if (file.size > maxBytes) throw new FileError('tooLarge', file.size);
  if (kind !== 'other') return file.type === kind ? file : new Blob([file], { type: kind });
  return converted(file);
}

async function kindOf(file: Blob): Promise<'image/jpeg' | 'image/png' | 'other'> {
  const b = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (b[0] === 0xff && b[1] === 0xd8) return 'image/jpeg';
  return b[0] === 0x89 && b[1] === 0x50 && b[2] === 0x4e && b[3] === 0x47 ? 'image/png' : 'other';
}

async function converted(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) throw new FileError('type');
  const photo = await drawn(picture, picture.width, picture.height);
  picture.close();
  return photo;
}
