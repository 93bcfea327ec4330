// A server of its own for a story: built by `dotnet build src/Cutis.Server -c Release`, with an empty data folder and a free port.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server and waits until it is ready. The answer has its `url`, the `credentials` of the first start (email, password,
 * private_token, company_id, demo_image_id), `api(path, init)` with the token, which gives the JSON or throws, and `stop()`.
 */
export async function startServer(settings = {}) {
  const data = await mkdtemp(join(tmpdir(), 'cutis-console-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = join(repository, 'artifacts/bin/Cutis.Server/release/cutis.dll');
  const server = spawn('dotnet', [program], {
    env: { ...process.env, CUTIS__RATELIMIT__PERMINUTE: '0', ...settings, CUTIS_DATA: data, CUTIS_URLS: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', text => (log = (log + text).slice(-20_000)));
  const ended = new Promise(resolve => server.on('exit', resolve));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };

  const deadline = Date.now() + 90_000;
  while (!(await fetch(`${url}/health/ready`).then(answer => answer.ok, () => false))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The server did not start:\n${log}`);
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }

  const credentials = JSON.parse(await readFile(join(data, 'credentials.json'), 'utf8'));
  async function api(path, init = {}) {
    const json = init.body !== undefined && typeof init.body === 'object' && !(init.body instanceof Uint8Array);
    const answer = await fetch(path.startsWith('/') ? url + path : `${url}/api/v1/companies/${credentials.company_id}/${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${credentials.private_token}`, ...init.headers },
      body: json ? JSON.stringify(init.body) : init.body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${path} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  return { url, data, credentials, api, stop, log: () => log };
}
