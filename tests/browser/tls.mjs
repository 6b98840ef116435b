// A real TLS server in front of a gateway. Its certificates are made with openssl when it starts and are gone with it.
import { execFile } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const NAME = "xinli.school.localhost";

async function made(folder, name) {
  const [keyout, out] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await run("openssl", ["req", "-x509", ...curve, "-days", "2", "-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`, "-keyout", keyout, "-out", out]);
  return { key: await readFile(keyout), cert: await readFile(out) };
}

export class Tls {
  // `good`: what a browser started with `trusted()` takes; `bad`: what no browser takes.
  static async make() {
    const tls = new Tls();
    tls.folder = await mkdtemp(join(tmpdir(), "qinghe-tls-"));
    [tls.good, tls.bad] = [await made(tls.folder, "good"), await made(tls.folder, "bad")];
    return tls;
  }

  // The one argument by which Chromium takes the good certificate, by its key. Every other is judged as always.
  trusted() {
    const spki = createPublicKey(this.good.cert).export({ type: "spki", format: "der" });
    return `--ignore-certificate-errors-spki-list=${createHash("sha256").update(spki).digest("base64")}`;
  }

  // Listens on a free port of loopback; `towards` is the port of the server behind it.
  async start(towards) {
    this.asked = 0;
    this.server = createServer(this.good, (asked, answer) => {
      this.asked += 1;
      const options = { host: "127.0.0.1", port: towards, method: asked.method, path: asked.url, headers: asked.headers };
      const passed = forward(options, (given) => {
        answer.writeHead(given.statusCode, given.rawHeaders);
        given.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      answer.on("close", () => passed.destroy());
      asked.pipe(passed);
    });
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return { scheme: "https", port: this.server.address().port, stop: () => this.stop() };
  }

  // From now on this certificate is shown: to everybody, as no connection of before stays.
  show(certificate) {
    this.server.setSecureContext(certificate);
    this.server.closeAllConnections();
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }
}
