import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../module.mjs';

const { match, marksOf, overlap, warpBetween } = await load('pages/compare/match.ts');
const { comparable, differences, noiseLimit, verdict } = await load('pages/compare/change.ts');

const points = places => ({ box: [0, 0, 1000, 1000], shapes: places.map(([x, y, radius]) => ({ kind: 'point', x, y, radius, feature: 0, intensity: 1 })) });
const lines = paths => ({ box: [0, 0, 1000, 1000], shapes: paths.map(path => ({ kind: 'line', points: path, feature: 0, intensity: 1 })) });
const compare = (a, b, tolerance = 0.01) => match(marksOf(a), marksOf(b), tolerance);

test('dots are kept, gone or new by their distance, each once and the nearest first', () => {
  const found = compare(points([[100, 100, 2], [500, 500, 2], [800, 200, 2]]), points([[504, 500, 2], [507, 500, 2], [103, 100, 2], [300, 900, 2]])); // prettier-ignore
  assert.deepEqual(found.kept.sort(), [[0, 2], [1, 0]]); // prettier-ignore
  assert.deepEqual(found.gone, [2]);
  assert.deepEqual(found.added, [1, 3]);
});

test('nothing on one side, or on both', () => {
  assert.deepEqual(compare(points([]), points([])), { kept: [], gone: [], added: [] });
  assert.deepEqual(compare(points([[1, 1, 1]]), points([])), { kept: [], gone: [0], added: [] });
});

test('large areas are the same when their boxes overlap, though their middles are far apart', () => {
  const area = (x, y, w, h) => ({ kind: 'area', feature: 0, intensity: 1, rings: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]] }); // prettier-ignore
  const layer = shapes => ({ box: [0, 0, 1000, 1000], shapes });
  assert.equal(compare(layer([area(100, 100, 200, 10)]), layer([area(160, 100, 200, 10)])).kept.length, 1);
  assert.equal(compare(layer([area(100, 100, 20, 10)]), layer([area(160, 100, 20, 10)])).kept.length, 0);
  assert.equal(overlap([0, 0, 2, 2], [1, 0, 2, 2]), 1 / 3);
});

test('a line that was found in part is kept, one across it is not', () => {
  const long = lines([[[100, 100], [300, 100]]]); // prettier-ignore
  assert.equal(compare(long, lines([[[150, 104], [220, 104]]])).kept.length, 1); // prettier-ignore
  assert.equal(compare(long, lines([[[200, 0], [200, 200]]])).kept.length, 0); // prettier-ignore
});

test('ten thousand dots that moved with the face are all kept', () => {
  const grid = Array.from({ length: 10_000 }, (_, i) => [(i % 100) * 10, Math.floor(i / 100) * 10, 1]);
  const landmarks = Array.from({ length: 400 }, (_, i) => [(i % 20) / 20, Math.floor(i / 20) / 20]);
  const moved = ([x, y]) => [x * 1.02 + 0.03, y * 1.02 - 0.02];
  const warp = warpBetween(landmarks.map(moved), landmarks);
  const later = points(grid.map(([x, y, r]) => [...moved([x / 1000, y / 1000]).map(value => value * 1000), r]));
  const { kept } = match(marksOf(points(grid)), marksOf(later, warp), 0.0045);
  assert.ok(kept.filter(([from, to]) => from === to).length > 9_900, `${kept.length}`);
  assert.ok(match(marksOf(points(grid)), marksOf(later), 0.0045).kept.filter(([from, to]) => from === to).length < 100);
});

test('a change within what a repetition differs by is none; without that figure nothing is claimed', () => {
  assert.equal(noiseLimit(3, 4), 5);
  assert.equal(verdict(80, 82, 2.8, true), 'same');
  assert.equal(verdict(80, 83, 2.8, true), 'better');
  assert.equal(verdict(80, 70, 2.8, true), 'worse');
  assert.equal(verdict(3, 9, 2.8, false), 'changed');
  assert.equal(verdict(80, 60, null, true), 'unknown');
  assert.equal(verdict(80, 80, null, true), 'equal');
});

const result = (value, margin = null, feedback = {}) => ({
  algorithm_tech_name: 'redness', feedback,
  area_results: [{ area_name: 'face', main_metric: { name: 'x', tech_name: 'redness_score', widget_type: 'bad_good_line', value }, sub_metrics: [{ name: 'x', tech_name: 'redness_score_uncertainty', value: margin }] }],
}); // prettier-ignore

test('what is null on one date is not compared', () => {
  assert.deepEqual(comparable([result(70)], [result(null)]), []);
});

test('the margins that stand beside both scores decide what is noise', () => {
  const [noise] = comparable([result(70, 3)], [result(75, 4)]);
  assert.deepEqual([noise.limit, noise.verdict], [5, 'same']);
  assert.equal(comparable([result(70, 3)], [result(75.1, 4)])[0].verdict, 'better');
  assert.equal(comparable([result(70)], [result(75, 4)])[0].verdict, 'unknown');
});

const quality = metrics => [
  { algorithm_tech_name: 'quality', area_results: [{ area_name: 'face', sub_metrics: Object.entries(metrics).map(([tech_name, value]) => ({ tech_name, name: '', value })) }] },
]; // prettier-ignore
const photo = (width = 100) => ({ side_tech_name: 'front', light_tech_name: null, original: { width, height: 100 } });

test('light, pose, distance and size that differ are told', () => {
  const usual = { pixels_per_millimetre: 5, light_asymmetry: 1, angles_yaw_angle_degree: 0, exposure_score: 100 };
  const a = { results: quality(usual), image: photo() };
  const other = (metrics, width) => differences(a, { results: quality({ ...usual, ...metrics }), image: photo(width) });
  assert.deepEqual(other({}), []);
  assert.deepEqual(other({ light_asymmetry: 9 }), ['light']);
  assert.deepEqual(other({ angles_yaw_angle_degree: 12 }), ['pose']);
  assert.deepEqual(other({ pixels_per_millimetre: 8 }, 200), ['distance', 'size']);
  assert.deepEqual(differences(a, { results: [], image: photo() }), ['quality']);
  const scored = version => ({ results: [...a.results, result(70, 3, { scores_version: version })], image: photo() });
  assert.deepEqual(differences(scored(1), scored(1)), []);
  assert.deepEqual(differences(scored(1), scored(2)), ['version']);
});
