import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { portrait } from '../camera.mjs';
import { load } from '../module.mjs';
import { repository } from '../server.mjs';

const { lightnessOf } = await load('capture/checks/frame.ts');
const { findFace } = await load('capture/checks/face.ts');
const { blurOf, insideOf, lightOf, ovalOf } = await load('capture/checks/measure.ts');
const { firstHint, judge, limits } = await load('capture/checks/judge.ts');

const hopper = join(repository, 'tests/Cutis.Server.Tests/Assets/photo.jpg');

/** The pixels of a photo, fitted into a square of 480, changed by filters of ffmpeg. */
function frameOf(path, filter = 'null', size = 480) {
  const fit = `scale=${size}:${size}:force_original_aspect_ratio=decrease,pad=${size}:${size}:-1:-1:gray`;
  const args = ['-v', 'error', ...(path ? ['-i', path] : ['-f', 'lavfi', '-i', `color=gray:s=${size}x${size}`]), '-frames:v', '1'];
  const bytes = execFileSync('ffmpeg', [...args, '-vf', `${fit},${filter}`, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'], {
    maxBuffer: 1 << 26,
  });
  return { width: size, height: size, data: new Uint8ClampedArray(bytes) };
}

function examine(frame, side = 'front') {
  const plane = lightnessOf(frame);
  const face = findFace(plane, frame.width * 0.06, frame.width * 0.5);
  if (!face) return { face, checks: judge('nothing', side, frame.width) };
  const { yaw, pitch, pupils } = face;
  const inside = insideOf(ovalOf(face), frame.width, frame.height);
  const measures = { pupils, yaw, pitch, inside, ...lightOf(frame, face), blur: blurOf(plane, face) };
  return { face, measures, checks: judge(measures, side, frame.width) };
}
const states = checks => Object.fromEntries(checks.map(check => [check.name, check.state]));

test('the limits are those of the server', () => {
  const folder = join(repository, 'src/Cutis.Analysis');
  const source = readFileSync(join(folder, 'Algorithms/Quality.cs'), 'utf8');
  const number = pattern => Number(pattern.exec(source)?.[1]);
  assert.deepEqual(limits, {
    pupils: number(/PupilDistance < (\d+)\)/),
    inside: number(/InsidePercent < (\d+)\)/),
    blur: number(/EdgeWidth > (\d+)\)/),
    lightness: number(/MedianLightness < (\d+)/),
    dark: number(/DarkPercent > (\d+)\)/),
    clipped: number(/ClippedPercent > (\d+)\)/),
    asymmetry: number(/LightAsymmetry > (\d+)\)/),
    yaw: Number(/MaxYaw = (\d+)/.exec(readFileSync(join(folder, 'Skin/FarSide.cs'), 'utf8'))?.[1]),
    pitch: Number(/MaxPitch = (\d+)/.exec(readFileSync(join(folder, 'Algorithms/IAlgorithm.cs'), 'utf8'))?.[1]),
  });
});

for (const [name, path] of [
  ['the drawn portrait', portrait],
  ['a photograph', hopper],
])
  test(`a face is found in ${name}, and none when it is upside down or away`, () => {
    const { face, checks } = examine(frameOf(path));
    assert.ok(face, 'a face');
    assert.equal(states(checks).face, 'good');
    assert.equal(states(checks).angle, 'good');
    assert.equal(examine(frameOf(path, 'vflip')).face, null);
    assert.equal(examine(frameOf(path, 'drawbox=color=gray:t=fill')).face, null);
  });

test('what is no face is none: a wall, stripes, noise', () => {
  for (const filter of ['null', "geq=lum='128+80*sin(X/9)':cb=128:cr=128", "geq=lum='random(1)*255':cb=128:cr=128"])
    assert.equal(examine(frameOf(null, filter)).face, null, filter);
});

test('too small, cut off, dark, bright, shadowed and blurred photos say what to change', () => {
  const near = 'crop=iw*0.7:ih*0.7:iw*0.15:ih*0.05,scale=640:640';
  const hint = filter => firstHint(examine(frameOf(hopper, `${near},${filter}`, 640)).checks);
  assert.equal(hint('scale=320:320,pad=640:640:-1:-1:gray'), 'closer');
  assert.equal(hint('null'), null);
  assert.equal(hint('crop=413:413:118:0,scale=640:640'), 'cutOff');
  assert.equal(hint('lutrgb=r=val*0.22:g=val*0.22:b=val*0.22'), 'tooDark');
  assert.equal(firstHint(judge('darkness', 'front', 640)), 'tooDark');
  assert.equal(hint('lutrgb=r=min(255\\,val*2.2):g=min(255\\,val*2.2):b=min(255\\,val*2.2)'), 'tooBright');
  assert.equal(hint('drawbox=x=iw/2:w=iw/2:color=black@0.5:t=fill'), 'uneven');
  const { measures } = examine(frameOf(hopper, 'gblur=sigma=4', 640));
  assert.ok(measures.blur > limits.blur, `blurred: ${measures.blur}`);
});

test('a side is asked for by the direction of the turn', () => {
  const measures = { pupils: 120, inside: 100, pitch: 0, dark: 0, clipped: 0, asymmetry: 0, lightness: 60, blur: 0.4 };
  assert.equal(firstHint(judge({ ...measures, yaw: 0 }, 'left', 480)), 'turnRight');
  assert.equal(firstHint(judge({ ...measures, yaw: 0 }, 'right', 480)), 'turnLeft');
  assert.equal(firstHint(judge({ ...measures, yaw: -25 }, 'left', 480)), null);
  assert.equal(firstHint(judge({ ...measures, yaw: 25 }, 'front', 480)), 'lookAhead');
  assert.deepEqual(states(judge('nothing', 'left', 480)), {
    face: 'unknown',
    size: 'unknown',
    angle: 'unknown',
    light: 'unknown',
    sharpness: 'unknown',
  });
});
