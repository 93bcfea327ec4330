// The server of the examples: it has the token, so that no browser does. For the pages, it announces photos and reads results.
//   CUTIS=http://localhost:5080 COMPANY=… TOKEN=… node console/examples/server.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

export async function startExample({ cutis, company, token, port = 0 }) {
  const api = async (path, body) => {
    const answer = await fetch(`${cutis}/api/v1/companies/${company}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const dataset = await api('datasets/', { name: 'Example' });
  const subject = await api(`datasets/${dataset.id}/subjects/`, { name: 'A visitor' });
  const sides = { front: 1, right: 2, left: 3 };
  const batches = new Map();

  async function announce(side) {
    const image = await api(`subjects/${subject.id}/signed_upload_url/`, { side_id: sides[side] ?? 1 });
    batches.set(image.id, image.batch_id);
    return { id: image.id, upload: { url: image.url, headers: image.headers } };
  }

  async function analysed(id) {
    await api(`batches/${batches.get(id)}/compute/`, {});
    for (let wait = 200; ; wait = Math.min(2000, wait * 1.5)) {
      const { status } = await api(`images/${id}/compute/`);
      if (status === 'done') break;
      if (status === 'failed') throw new Error(`The analysis of ${id} has failed.`);
      await new Promise(resolve => setTimeout(resolve, wait));
    }
    const image = await api(`images/${id}/`);
    return { original: image.urls.original, results: await resultsOf(id) };
  }

  // The list says what there is; each result has its shapes.
  async function resultsOf(id) {
    const list = await api(`images/${id}/results/`);
    return Promise.all(list.map(({ algorithm_tech_name: name }) => api(`images/${id}/results/${encodeURIComponent(name)}/`)));
  }

  async function file(path) {
    if (path === 'react/main.js') {
      const built = await build({
        entryPoints: [join(here, 'react/main.tsx')],
        bundle: true,
        format: 'esm',
        jsx: 'automatic',
        write: false,
        define,
      });
      return built.outputFiles[0].text;
    }
    const text = await readFile(join(here, normalize(`/${path}`)), 'utf8');
    return text.replaceAll('SERVER', cutis);
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const path = url.pathname.replace(/^\/(react\/)?(photos.*)$/, '/$2').slice(1);
    const answer = (status, type, text) => response.writeHead(status, { 'Content-Type': type }).end(text);
    try {
      if (path === 'photos' && request.method === 'POST')
        return answer(200, 'application/json', JSON.stringify(await announce(url.searchParams.get('side'))));
      const [, id] = /^photos\/([0-9a-f-]{36})$/.exec(path) ?? [];
      if (id && batches.has(id)) return answer(200, 'application/json', JSON.stringify(await analysed(id)));
      const name = path === '' ? 'plain.html' : path.endsWith('/') ? `${path}index.html` : path;
      return answer(200, types[extname(name)] ?? 'text/plain', await file(name));
    } catch (error) {
      if (error.code === 'ENOENT' || error.code === 'EISDIR') return answer(404, 'text/plain', 'There is no such page.');
      console.error(error);
      return answer(502, 'text/plain', 'The server of the photos has failed.');
    }
  });
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  const stop = () => new Promise(resolve => (server.closeAllConnections(), server.close(resolve)));
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

const define = { 'process.env.NODE_ENV': '"production"' };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { CUTIS: cutis, COMPANY: company, TOKEN: token, PORT: port = '8090' } = process.env;
  const { url } = await startExample({ cutis, company, token, port: Number(port) });
  console.log(`${url}/plain.html and ${url}/react/; start Cutis with CUTIS__CORS__ORIGINS=${url}`);
}
