import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { checkAccessibility, launch, openPage, phone, signIn } from '../browser.mjs';
import { startServer } from '../server.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pagesOf = pdf => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

async function openReport(query = '', size) {
  const page = await openPage(browser, server, size ? { size } : {});
  page.setDefaultTimeout(60_000);
  await signIn(page, server, `images/${server.credentials.demo_image_id}/report${query}`);
  await page.getByText('This report is no diagnosis').waitFor();
  await page.locator('.report-pictures img').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('.report img')].every(image => image.complete && image.naturalWidth > 0));
  return page;
}

test('a report prints on A4 and Letter: pictures, scores, measures, and what it is not', { timeout: 300_000 }, async () => {
  const page = await openReport();
  await checkAccessibility(page);
  const told = await page.locator('.report-section h2').allTextContents();
  assert.ok(told.length >= 3, told.join());
  const results = await server.api(`images/${server.credentials.demo_image_id}/results/`);
  const redness = results.find(result => result.algorithm_tech_name === 'redness').main_metric.value;
  const section = page.locator('.report-section', { has: page.getByRole('heading', { name: 'Redness' }) });
  assert.match(await section.locator('.report-score').textContent(), new RegExp(`^${redness} / 100`));
  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ format, printBackground: true, preferCSSPageSize: false });
    if (process.env.CUTIS_PDF) await writeFile(`${process.env.CUTIS_PDF}/report-${format}.pdf`, pdf);
    assert.ok(pagesOf(pdf) >= 2 && pagesOf(pdf) <= 10, `${format}: ${pagesOf(pdf)} pages`);
  }
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('header.bar').isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
  assert.equal(await page.getByText('This report is no diagnosis').isVisible(), true);
  // Nothing sticks out of the paper.
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  page.watch.check();
});

test('a comparison says whether a change is more than noise; on a phone', { timeout: 300_000 }, async () => {
  const page = await openReport(`?with=${server.credentials.demo_image_id}`, phone);
  assert.equal(await page.getByRole('heading', { level: 1, name: 'Report of a comparison' }).isVisible(), true);
  assert.ok((await page.getByText(/Before: \d+. Change: 0 \(/).count()) > 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await checkAccessibility(page);
  page.watch.check();
});
