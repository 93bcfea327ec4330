import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { load } from '../module.mjs';

const { parseBody, snippet, startBody, svgBody, withAlgorithm, withColour, withOption, withOwnColours } = await load('pages/styling/request.ts');
const body = startBody('6f1b', ['pores', 'lines'], true);

test('options are set in every entry and taken out again; keys that are not known stay', () => {
  const styled = withOption({ ...body, extra: 1 }, 'legend', true);
  assert.deepEqual(styled.masks.map(entry => entry.legend), [true, true]);
  assert.equal(styled.extra, 1);
  assert.deepEqual(withOption(styled, 'legend', undefined), { ...body, extra: 1 });
});

test('a new algorithm takes the options, not the colours, of the others', () => {
  const styled = withColour(withOption(body, 'max_side', 500), 'pores', 0, '#00ff00', ['#0000ff']);
  assert.deepEqual(withAlgorithm(styled, 'acne', true).masks.at(-1), { algorithm_tech_name: 'acne', max_side: 500 });
  assert.deepEqual(withAlgorithm(styled, 'pores', false).masks.map(entry => entry.algorithm_tech_name), ['lines']);
});

test('one colour of several masks is changed, and the others keep theirs', () => {
  const once = withColour(body, 'lines', 1, '#112233', ['rgba(7,221,67,0.7)', 'rgba(255,0,122,0.9)', '#ffffff']);
  assert.deepEqual(once.masks[1].fill_override, ['rgba(7,221,67,0.7)', '#112233', '#ffffff']);
  assert.deepEqual(withColour(once, 'lines', 0, '#445566', ['a', 'b', 'c']).masks[1].fill_override, ['#445566', '#112233', '#ffffff']);
  assert.deepEqual(withOwnColours(once, 'lines'), body);
});

test('a request for SVG has no option that v5 refuses', () => {
  const styled = ['layer', 'format', 'quality'].reduce((result, key) => withOption(result, key, 1), withOption(body, 'spotlight', 'grey'));
  const keys = over => Object.keys(svgBody(styled, over).masks[0]).sort();
  assert.deepEqual(keys(true), ['algorithm_tech_name', 'quality', 'spotlight']);
  assert.deepEqual(keys(false), ['algorithm_tech_name']);
});

test('what is no request says why', () => {
  assert.equal(typeof parseBody('{'), 'string');
  for (const text of ['3', 'null', '[]', '{}', '{"masks": 3}', '{"masks": [3]}']) assert.equal(typeof parseBody(text), 'string');
  assert.deepEqual(parseBody(JSON.stringify(body)), body);
});

test('the copied line keeps every character in a shell', () => {
  const tricky = { ...body, image_type: `it's "$HOME" \`x\` \\n` };
  const line = snippet('curl', 'https://a.example/x?company_id=1', tricky).replace(/^curl/, 'printf "%s\\n"');
  const words = execFileSync('bash', ['-c', line], { env: { CUTIS_TOKEN: 't', PATH: process.env.PATH } }).toString();
  assert.deepEqual(JSON.parse(words.slice(words.indexOf('{'))), tricky);
});

test('the program in Python can be read by Python', () => {
  const program = snippet('python', 'https://a.example/', { ...body, flag: true, text: 'ü "x" \\' });
  execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: program });
});
