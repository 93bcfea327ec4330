// Debian's Chromium by playwright-core, with what every story watches: the console, other hosts, the policy of the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

// Evaluated by the tools of the browser: as a script tag, the policy of the page would refuse it.
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desk = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** A browser. `args` adds flags, such as those of a fake camera. */
export const launch = (args = []) =>
  chromium.launch({
    executablePath: process.env.CUTIS_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...args,
    ],
  });

/**
 * A page of a window of its own, on a server. `page.watch` has what went wrong: errors on the console, requests to other hosts, breaches
 * of the policy. A story that provokes an answer of an error names its status in `page.watch.allowed`. `page.watch.check()` at the end.
 */
export async function openPage(browser, server, { size = desk, scheme = 'light', ...options } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: size,
    colorScheme: scheme,
    locale: 'en-GB',
    hasTouch: size === phone,
    isMobile: size === phone,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const watch = {
    errors: [],
    allowed: [],
    check() {
      assert.deepEqual(watch.errors.filter(error => !watch.allowed.some(text => error.includes(text))), []);
    },
  };
  page.watch = watch;
  page.on('pageerror', error => watch.errors.push(`exception: ${error.message}`));
  page.on('console', message => message.type() === 'error' && watch.errors.push(`console: ${message.text()} ${message.location().url}`));
  page.on('request', request => {
    const at = new URL(request.url());
    if (/^https?:$/.test(at.protocol) && at.origin !== new URL(server.url).origin) watch.errors.push(`other host: ${request.url()}`);
  });
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)),
  );
  return page;
}

/** Signs in with the password of the first start, by the API, and opens a path of the console. */
export async function signIn(page, server, path = '') {
  const { email, password } = server.credentials;
  const answer = await page.request.post('/api/v1/session/', { data: { email, password } });
  assert.equal(answer.ok(), true, await answer.text());
  await page.goto(`/console/${path.replace(/^\//, '')}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** What axe-core has to say about the page (WCAG 2.2 AA and its good practices) in light and dark: nothing. */
export async function checkAccessibility(page, name = page.url(), { without = [], schemes = ['light', 'dark'] } = {}) {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
    const violations = await page.evaluate(async exclude => {
      const { violations } = await window.axe.run({ exclude: exclude.map(selector => [selector]) }, { resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => `${node.html.slice(0, 160)} — ${node.failureSummary}`).join('\n   ')}`);
    }, without);
    assert.deepEqual(violations, [], `${name}, ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
}
