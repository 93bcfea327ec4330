// A film for Chromium's fake camera, made from the demo portrait.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './server.mjs';

export const portrait = join(repository, 'src/Cutis.Platform/Demo/photo.jpg');

/** The portrait's own light comes from one side. */
export const evenLight = 'split[a][b];[b]hflip[c];[a][c]blend=all_mode=average';

/** The flags of a browser whose camera shows that film; the picture is 1280 × 720, and `filter` (of ffmpeg) changes it. */
export function fakeCamera(filter = evenLight) {
  const film = join(mkdtempSync(join(tmpdir(), 'cutis-camera-')), 'film.y4m');
  const scale = 'scale=-2:720,pad=1280:720:(ow-iw)/2:0:gray';
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-loop',
    '1',
    '-i',
    portrait,
    '-t',
    '0.6',
    '-r',
    '5',
    '-vf',
    `${scale},${filter}`,
    '-pix_fmt',
    'yuv420p',
    film,
  ]);
  return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
}

/** A photo in even light, as a file: the portrait of a face that passes every check. */
export function goodPhoto() {
  const file = join(mkdtempSync(join(tmpdir(), 'cutis-photo-')), 'photo.jpg');
  execFileSync('ffmpeg', ['-v', 'error', '-i', portrait, '-vf', `scale=1200:1200,${evenLight}`, '-q:v', '2', file]);
  return file;
}
