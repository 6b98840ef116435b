// Serves one built page as a careful server would: brotli at its best, made once.
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".woff": "font/woff" };
const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };

export async function serve(folder) {
  const files = new Map();
  for (const name of await readdir(folder)) {
    const body = await readFile(join(folder, name));
    files.set(`/${name}`, { type: TYPES[extname(name)] || "application/octet-stream", body: brotliCompressSync(body, BEST) });
  }
  const server = createServer((asked, answer) => {
    const found = files.get(asked.url === "/" ? "/index.html" : asked.url);
    if (!found) return answer.writeHead(204).end();
    answer.writeHead(200, { "content-type": `${found.type}; charset=utf-8`, "content-encoding": "br", "content-length": found.body.length });
    return answer.end(found.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://form.school.localhost:${server.address().port}/` };
}
