// Makes src/capture/checks/faceModel.ts: a template of faces in histograms of gradients, and how the pose shows in it.
//   npx esbuild bench/train-face.ts --bundle --platform=node --format=esm --outfile=train.mjs && node train.mjs FOLDER OUT [NAMES]
// FOLDER has raw/NAME.rgba (pixels), raw/index.txt (name width height a line) and an/NAME.json (results.json of `./run analyse`, which has the
// eyes and the pose); NAMES, a regular expression, says which of them are trained on.
// The template is w = S⁻¹(mean of faces − mean of backgrounds), S the covariance of backgrounds: Hariharan, Malik and Ramanan,
// "Discriminative decorrelation for clustering and classification" (ECCV 2012). Yaw and pitch are ridge regressions on the same numbers.
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { lightnessOf, scaled, type Plane, at } from '../src/capture/checks/frame';
import { histograms, cell, bins } from '../src/capture/checks/hog';
import { solve } from './linear';
import { view, dimensions } from '../src/capture/checks/face';

const [folder, out] = [process.argv[2]!, process.argv[3]!];
const train = process.argv[4] ? new RegExp(process.argv[4]) : /./;
interface Sample {
  name: string;
  plane: Plane;
  eyes: [number, number];
  pupils: number;
  roll: number;
  yaw: number;
  pitch: number;
}

function read(): Sample[] {
  const list: Sample[] = [];
  for (const line of readFileSync(`${folder}/raw/index.txt`, 'utf8').trim().split('\n')) {
    const [name, w, h] = line.split(' ') as [string, string, string];
    const path = `${folder}/an/${name}.json`;
    if (!existsSync(path)) continue;
    const results = JSON.parse(readFileSync(path, 'utf8')) as any[];
    const quality = results.find(r => r.algorithm_tech_name === 'quality');
    const marks = results.find(r => r.algorithm_tech_name === 'facial_landmarks')?.masks_original?.[0]?.features?.[0]?.geometry
      ?.coordinates;
    if (!quality?.area_results?.length || !marks) continue;
    const value = (n: string) => quality.area_results[0].sub_metrics.find((m: any) => m.tech_name === n).value as number;
    const data = new Uint8ClampedArray(readFileSync(`${folder}/raw/${name}.rgba`));
    const plane = lightnessOf({ width: +w, height: +h, data });
    const [a, b] = [marks[468], marks[473]];
    const [l, r] = a[0] < b[0] ? [a, b] : [b, a];
    list.push({
      name,
      plane,
      eyes: [(l[0] + r[0]) / 2, (l[1] + r[1]) / 2],
      pupils: Math.hypot(r[0] - l[0], r[1] - l[1]),
      roll: Math.atan2(r[1] - l[1], r[0] - l[0]),
      yaw: value('angles_yaw_angle_degree'),
      pitch: value('angles_pitch_angle_degree'),
    });
  }
  return list;
}

// The window around a face, with a margin of one cell so that histograms at the edge have neighbours; scale and place may be off.
function patch(s: Sample, mirror: boolean, dx: number, dy: number, size: number, turn: number): Float32Array {
  const m = cell;
  const [W, H] = [view.columns * cell + 2 * m, view.rows * cell + 2 * m];
  const data = new Float32Array(W * H);
  const unit = (s.pupils / view.pupils) * size;
  const n = Math.max(1, Math.round(unit));
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) {
      let sum = 0;
      for (let j = 0; j < n; j++)
        for (let i = 0; i < n; i++) {
          let px = (x - m - view.eyesX + (i + 0.5) / n - 0.5 + dx) * unit;
          const py = (y - m - view.eyesY + (j + 0.5) / n - 0.5 + dy) * unit;
          if (mirror) px = -px;
          const r = (mirror ? -1 : 1) * turn + s.roll * 0;
          sum += at(s.plane, s.eyes[0] + px * Math.cos(r) - py * Math.sin(r), s.eyes[1] + px * Math.sin(r) + py * Math.cos(r));
        }
      data[y * W + x] = sum / (n * n);
    }
  const cells = histograms({ width: W, height: H, data });
  const f = new Float32Array(dimensions);
  for (let r = 0; r < view.rows; r++)
    for (let c = 0; c < view.columns; c++)
      for (let b = 0; b < bins; b++) f[(r * view.columns + c) * bins + b] = cells.data[((r + 1) * cells.columns + c + 1) * bins + b]!;
  return f;
}

let seed = 1;
const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
const all = read();
const samples = all.filter(s => train.test(s.name));
const faces: { f: Float32Array; yaw: number; pitch: number }[] = [];
for (const s of samples)
  for (const mirror of [false, true])
    for (let k = 0; k < 6; k++)
      faces.push({
        f: patch(s, mirror, (random() - 0.5) * 4, (random() - 0.5) * 4, 2 ** ((random() - 0.5) * 0.28), (random() - 0.5) * 0.2),
        yaw: mirror ? -s.yaw : s.yaw,
        pitch: s.pitch,
      });
const grounds: Float32Array[] = [];
for (const s of samples)
  for (let k = 0; k < 60; k++) {
    const size = 2 ** (random() * 3 - 2);
    const reach = s.plane.width / 2 / ((s.pupils / view.pupils) * size);
    const [dx, dy] = [(random() - 0.5) * 2 * reach, (random() - 0.5) * 2 * reach];
    if (Math.abs(Math.log2(size)) < 0.5 && Math.hypot(dx, dy) < 10) continue;
    grounds.push(patch(s, random() < 0.5, dx, dy, size, (random() - 0.5) * 0.6));
  }
console.log(samples.length, 'pictures', faces.length, 'faces', grounds.length, 'backgrounds');

const n = dimensions;
const mean = (list: Float32Array[]) => {
  const m = new Float64Array(n);
  for (const f of list) for (let i = 0; i < n; i++) m[i]! += f[i]! / list.length;
  return m;
};
function covariance(list: Float32Array[], m: Float64Array): Float64Array {
  const c = new Float64Array(n * n);
  for (const f of list) {
    const d = Float64Array.from(f, (v, i) => v - m[i]!);
    for (let i = 0; i < n; i++) {
      const a = d[i]!;
      if (a !== 0) {
        const o = i * n;
        for (let j = 0; j <= i; j++) c[o + j]! += a * d[j]!;
      }
    }
  }
  for (let i = 0; i < n * n; i++) c[i]! /= list.length;
  return c;
}
const [mf, mg] = [mean(faces.map(f => f.f)), mean(grounds)];
const difference = mf.map((v, i) => v - mg[i]!);
const w = solve(covariance(grounds, mg), n, 0.3, [difference])[0]!;
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let s = 0;
  for (let i = 0; i < n; i++) s += a[i]! * b[i]!;
  return s;
};
const [sf, sg] = [faces.map(f => dot(w, f.f)).sort((a, b) => a - b), grounds.map(g => dot(w, g)).sort((a, b) => a - b)];
const q = (s: number[], p: number) => s[Math.min(s.length - 1, Math.floor(p * s.length))]!;
console.log(
  'faces 1 5 50 %:',
  q(sf, 0.01),
  q(sf, 0.05),
  q(sf, 0.5),
  'grounds 50 99 99.9 100 %:',
  q(sg, 0.5),
  q(sg, 0.99),
  q(sg, 0.999),
  q(sg, 1),
);

// Windows that look like faces and are none, from pictures that are upside down or on their side, and from around faces. What passes is
// added to the backgrounds, and the template is trained on by logistic regression, three times.
let weights = Float64Array.from(w, v => v / (q(sf, 0.5) - q(sg, 0.5)));
let bias = -(q(sf, 0.02) + q(sg, 0.999)) / 2 / (q(sf, 0.5) - q(sg, 0.5));
const hard: Float32Array[] = [];
function turnedBy(plane: Plane, quarter: number): Plane {
  const { width: W, height: H, data } = plane;
  if (quarter === 0) return plane;
  if (quarter === 2) return { width: W, height: H, data: data.slice().reverse() };
  const turned = new Float32Array(W * H);
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) turned[quarter === 1 ? x * H + H - 1 - y : (W - 1 - x) * H + y] = data[y * W + x]!;
  return { width: H, height: W, data: turned };
}
function mine(s: Sample, quarter: number): void {
  const whole = turnedBy(s.plane, quarter);
  const small = 240 / Math.max(whole.width, whole.height);
  const plane = scaled(whole, Math.round(whole.width * small), Math.round(whole.height * small));
  for (let pupils = 12; pupils < 120; pupils *= 1.2) {
    const k = view.pupils / pupils;
    const [W, H] = [Math.round(plane.width * k), Math.round(plane.height * k)];
    if (W < view.columns * cell || H < view.rows * cell) break;
    const cells = histograms(scaled(plane, W, H));
    for (let r = 0; r + view.rows <= cells.rows; r++)
      for (let c = 0; c + view.columns <= cells.columns; c++) {
        if (quarter === 0) {
          const [x, y] = [(c * cell + view.eyesX) / k / small, (r * cell + view.eyesY) / k / small];
          if (Math.hypot(x - s.eyes[0], y - s.eyes[1]) < 0.6 * s.pupils && Math.abs(Math.log2(pupils / small / s.pupils)) < 0.7) continue;
        }
        let score = bias;
        for (let i = 0; i < view.rows; i++)
          for (let j = 0; j < view.columns * bins; j++)
            score += cells.data[((r + i) * cells.columns + c) * bins + j]! * weights[i * view.columns * bins + j]!;
        if (score < -0.05 || random() > 0.35) continue;
        const f = new Float32Array(n);
        for (let i = 0; i < view.rows; i++)
          f.set(
            cells.data.subarray(((r + i) * cells.columns + c) * bins, ((r + i) * cells.columns + c + view.columns) * bins),
            i * view.columns * bins,
          );
        hard.push(f);
      }
  }
}
for (let round = 0; round < 4; round++) {
  // The weakest of earlier rounds make room.
  hard.sort((a, b) => dot(weights, b) - dot(weights, a)).splice(6000);
  const before = hard.length;
  for (const s of samples) for (const quarter of [0, 1 + (round % 3), 2]) mine(s, quarter);
  if (hard.length - before > 8000) {
    for (let k = hard.length - 1; k > before; k--) {
      const j = before + Math.floor(random() * (k + 1 - before));
      [hard[k], hard[j]] = [hard[j]!, hard[k]!];
    }
    hard.splice(before + 8000);
  }
  const data = [
    ...faces.map(f => ({ f: f.f, y: 1, c: 4 })),
    ...grounds.map(f => ({ f, y: 0, c: 1 })),
    ...hard.map(f => ({ f, y: 0, c: 1 })),
  ];
  console.log('round', round, 'hard', hard.length - before);
  // Scores are in units of the logistic: 6 between faces and backgrounds, to begin with.
  const v = weights.map(x => x * 6);
  let b0 = bias * 6;
  for (let epoch = 0; epoch < 25; epoch++) {
    const rate = 0.05 / (1 + epoch / 5);
    for (let k = data.length - 1; k > 0; k--) {
      const j = Math.floor(random() * (k + 1));
      [data[k], data[j]] = [data[j]!, data[k]!];
    }
    for (const { f, y, c } of data) {
      const e = c * rate * (y - 1 / (1 + Math.exp(-(dot(v, f) + b0))));
      for (let i = 0; i < n; i++) v[i]! += e * f[i]! - rate * 2e-5 * v[i]!;
      b0 += e * 0.1;
    }
  }
  weights = Float64Array.from(v, x => x / 6);
  bias = b0 / 6;
}
const [pf1, ng1] = [
  faces.map(f => dot(weights, f.f) + bias).sort((a, b) => a - b),
  [...grounds, ...hard].map(f => dot(weights, f) + bias).sort((a, b) => a - b),
];
console.log('faces 1 5 50:', q(pf1, 0.01), q(pf1, 0.05), q(pf1, 0.5), 'none 50 99 100:', q(ng1, 0.5), q(ng1, 0.99), q(ng1, 1));
const scale = 1;
// Faces that it was not trained on score 0.5 and more, most of what passes wrongly less than 0.3.
const limit = 0.3 - bias;
const yaws = faces.map(f => f.yaw),
  pitches = faces.map(f => f.pitch);
const cf = covariance(
  faces.map(f => f.f),
  mf,
);
const cross = (v: number[]) => {
  const mv = v.reduce((a, b) => a + b) / v.length;
  const r = new Float64Array(n);
  faces.forEach((f, k) => {
    for (let i = 0; i < n; i++) r[i]! += ((f.f[i]! - mf[i]!) * (v[k]! - mv)) / faces.length;
  });
  return { r, mv };
};
const [cy, cp] = [cross(yaws), cross(pitches)];
const [wy, wp] = solve(cf, n, 1.5, [cy.r, cp.r]) as [Float64Array, Float64Array];
const pack = (v: Float64Array, s: number) => {
  const top = Math.max(...v.map(Math.abs)) * s;
  const bytes = Buffer.from(Int8Array.from(v, x => Math.round((x * s * 127) / top)).buffer);
  return { text: bytes.toString('base64'), unit: top / 127 };
};
const [pf, py, pp] = [pack(weights, scale), pack(wy, 1), pack(wp, 1)];
const line = (p: { text: string; unit: number }) =>
  `unpack(${p.unit.toPrecision(6)},\n${p.text
    .match(/.{1,120}/g)!
    .map(t => `    '${t}'`)
    .join(' +\n')},\n  )`;
writeFileSync(
  out,
  `// Made by bench/train-face.ts; do not edit.
function unpack(unit: number, text: string): Float32Array {
  const bytes = atob(text);
  return Float32Array.from(bytes, (_, i) => (((bytes.charCodeAt(i) + 128) & 255) - 128) * unit);
}

export const face = {
  limit: ${limit.toPrecision(6)},
  weights: ${line(pf)},
  yawAtRest: ${(cy.mv - dot(wy, mf)).toPrecision(6)},
  yaw: ${line(py)},
  pitchAtRest: ${(cp.mv - dot(wp, mf)).toPrecision(6)},
  pitch: ${line(pp)},
};
`,
);
