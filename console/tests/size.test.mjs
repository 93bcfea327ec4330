// The build: how much script the first view loads, and that nothing in it leads elsewhere.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const page = readFileSync(`${dist}index.html`, 'utf8');
const scripts = readdirSync(`${dist}assets`).filter(name => name.endsWith('.js'));
const size = name => gzipSync(readFileSync(`${dist}assets/${name}`)).length;

test('the first view loads at most 250 kB of script, gzipped', () => {
  const first = new Set([...page.matchAll(/assets\/([\w.-]+\.js)/g)].map(match => match[1]));
  for (const name of scripts) if (/^(SignInPage|StartPage)-/.test(name)) first.add(name);
  // What these import without being asked to goes with them.
  for (const name of first)
    for (const [, imported] of readFileSync(`${dist}assets/${name}`, 'utf8').matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) first.add(imported);
  const bytes = [...first].reduce((sum, name) => sum + size(name), 0);
  assert.ok(bytes <= 250_000, `${bytes} bytes in ${[...first].join(', ')}`);
});

test('the page has no inline script or style, and names no other host', () => {
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(page, /<style|\sstyle=/);
  assert.doesNotMatch(page, /https?:/);
});
