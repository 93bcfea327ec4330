import type { Measures } from './measure';

/** What a photo of a face is checked for, in the order in which people are told. */
export type CheckName = 'face' | 'size' | 'angle' | 'light' | 'sharpness';
export type State = 'good' | 'bad' | 'unknown';
/** The side of the face that a photo shows. */
export type Side = 'front' | 'left' | 'right';
export type Hint =
  | 'noFace'
  | 'closer'
  | 'further'
  | 'cutOff'
  | 'turnLeft'
  | 'turnRight'
  | 'chinUp'
  | 'chinDown'
  | 'lookAhead'
  | 'tooDark'
  | 'tooBright'
  | 'uneven'
  | 'blurred'
  | 'cannotCheckSide';

export interface Check {
  name: CheckName;
  state: State;
  hint?: Hint;
}

/** Beyond these the server's `quality` reports a problem (src/Cutis.Analysis/Algorithms/Quality.cs); a test compares the numbers. */
export const limits = {
  pupils: 82,
  inside: 95,
  blur: 1,
  lightness: 22,
  dark: 5,
  clipped: 5,
  asymmetry: 12,
  yaw: 20,
  pitch: 20,
};

/** A face whose pupils are nearer than this share of the frame's shorter side is asked to come closer, because more pixels measure more. */
export const closeEnough = 0.17;
/** From here on a head counts as turned to the side, in degrees. */
const turned = 15;

/** The checks of a photo of the front, or of a side as far as it can be told; `frame` is the shorter side of the frame, 0 for a file. */
export function judge(measures: Measures | 'nothing' | 'darkness', side: Side, frame: number): Check[] {
  if (measures === 'nothing') return none(side);
  if (measures === 'darkness')
    return none(side).map(check => (check.name === 'light' ? { name: 'light', state: 'bad', hint: 'tooDark' } : unknown(check.name)));
  return [
    { name: 'face', state: 'good' },
    size(measures, frame),
    side === 'front' ? front(measures) : turn(measures, side),
    light(measures),
    sharp(measures),
  ];
}

const unknown = (name: CheckName): Check => ({ name, state: 'unknown' });

function none(side: Side): Check[] {
  const rest = (['size', 'angle', 'light', 'sharpness'] as const).map(unknown);
  return [
    side === 'front' ? { name: 'face', state: 'bad', hint: 'noFace' } : { name: 'face', state: 'unknown', hint: 'cannotCheckSide' },
    ...rest,
  ];
}

function size(m: Measures, frame: number): Check {
  if (m.inside < limits.inside) return { name: 'size', state: 'bad', hint: m.pupils > 0.38 * frame && frame > 0 ? 'further' : 'cutOff' };
  if (m.pupils < limits.pupils || m.pupils < closeEnough * frame) return { name: 'size', state: 'bad', hint: 'closer' };
  return { name: 'size', state: 'good' };
}

function front(m: Measures): Check {
  if (Math.abs(m.yaw) > limits.yaw) return { name: 'angle', state: 'bad', hint: 'lookAhead' };
  if (Math.abs(m.pitch) > limits.pitch) return { name: 'angle', state: 'bad', hint: m.pitch > 0 ? 'chinUp' : 'chinDown' };
  return { name: 'angle', state: 'good' };
}

// The left side of a face shows when its head is turned to its own right.
function turn(m: Measures, side: 'left' | 'right'): Check {
  const towards = side === 'left' ? -m.yaw : m.yaw;
  return towards >= turned
    ? { name: 'angle', state: 'good' }
    : { name: 'angle', state: 'bad', hint: side === 'left' ? 'turnRight' : 'turnLeft' };
}

export function light(m: { dark: number; clipped: number; asymmetry: number; lightness: number }): Check {
  if (m.lightness < limits.lightness && m.dark > limits.dark) return { name: 'light', state: 'bad', hint: 'tooDark' };
  if (m.clipped > limits.clipped) return { name: 'light', state: 'bad', hint: 'tooBright' };
  if (m.asymmetry > limits.asymmetry) return { name: 'light', state: 'bad', hint: 'uneven' };
  return { name: 'light', state: 'good' };
}

function sharp(m: Measures): Check {
  return m.blur > limits.blur ? { name: 'sharpness', state: 'bad', hint: 'blurred' } : { name: 'sharpness', state: 'good' };
}

/** What to say: the hint of the first check that failed, or of the first that is not known. */
export function firstHint(checks: Check[]): Hint | null {
  return (checks.find(c => c.state === 'bad') ?? checks.find(c => c.hint))?.hint ?? null;
}

export const allGood = (checks: Check[]): boolean => checks.every(c => c.state === 'good');
