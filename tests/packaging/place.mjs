// The package as somebody gets it: packed, installed from the tarball, built into small projects, and served by a host
// that signs its own tokens beside the real gateway.
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Host } from "../../samples/node/host.mjs";
import { spawned } from "../browser/child.mjs";
import { Stack, freePort } from "../browser/stack.mjs";

const run = promisify(execFile);
const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, "../..");
export const PACKED = join(ROOT, "pkg/npm");
export const INSTALLED = join(HERE, "node_modules/@qinghe/elements");
const project = (name) => join(HERE, "projects", name);

// From the tarball and nothing else: what its list of files forgets is missing here too.
export async function install() {
  const folder = await mkdtemp(join(tmpdir(), "qinghe-package-"));
  try {
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder, PACKED], { cwd: folder });
    const [{ filename, files }] = JSON.parse(stdout);
    await rm(INSTALLED, { recursive: true, force: true });
    await mkdir(INSTALLED, { recursive: true });
    await run("npm", ["install", "--offline", "--no-save", "--no-audit", "--no-fund", join(folder, filename)], { cwd: HERE });
    return files.map(({ path }) => path).sort();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const vite = async (name, out, options = {}) => {
  const { build } = await import("vite");
  await build({ root: project(name), configFile: false, base: "./", logLevel: "error", build: { outDir: out, emptyOutDir: true }, ...options });
};

const BUILDERS = {
  async plain(out) {
    await cp(project("plain"), out, { recursive: true });
    await cp(INSTALLED, join(out, "qinghe"), { recursive: true });
    const { package: digests } = JSON.parse(await readFile(join(INSTALLED, "integrity.json"), "utf8"));
    const page = await readFile(join(out, "index.html"), "utf8");
    await writeFile(join(out, "index.html"), page.replace("{{define.js}}", digests["define.js"]));
  },
  vite: (out) => vite("vite", out),
  async webpack(out) {
    const { default: webpack } = await import("webpack");
    const options = { mode: "production", devtool: false, context: project("webpack"), entry: "./main.js", output: { path: out, filename: "main.js" } };
    const stats = await promisify(webpack)(options);
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
    await cp(join(project("webpack"), "index.html"), join(out, "index.html"));
  },
  async esbuild(out) {
    const { build } = await import("esbuild");
    await build({ entryPoints: [join(project("esbuild"), "main.js")], bundle: true, minify: true, format: "esm", outfile: join(out, "main.js"), logLevel: "error" });
    await cp(join(project("esbuild"), "index.html"), join(out, "index.html"));
  },
  react: (out) => vite("react", out),
  async vue(out) {
    const { default: vue } = await import("@vitejs/plugin-vue");
    const isCustomElement = (tag) => tag.startsWith("qinghe-");
    await vite("vue", out, { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });
  },
  strict: (out) => cp(project("strict"), out, { recursive: true }),
  headless: (out) => cp(project("headless"), out, { recursive: true }),
};
export const PROJECTS = ["plain", "vite", "webpack", "esbuild", "react", "vue"];

export async function build(folder) {
  for (const [name, make] of Object.entries(BUILDERS)) await make(join(folder, name));
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };

// A portal of static files. `policy(path)` gives the policy of a page; `/launch` what the tag needs.
class Portal {
  constructor(origin, port, folder) {
    // `policies`: by path, in the place of what `policy` says.
    Object.assign(this, { origin, port, folder, policies: {} });
  }

  async start(secrets, gateway, policy) {
    const host = new Host({ origin: this.origin, gateway, ...secrets });
    // A person for every page view, so that no page finds what another began.
    const launch = () => ({ gateway, battery: "mood-and-anxiety", token: host.sign(host.claims({ id: randomBytes(6).toString("hex"), age: 15 })), lang: "zh-Hans" });
    this.server = createServer(async (request, response) => {
      const { pathname, search } = new URL(request.url, this.origin);
      const say = (type, body) => response.writeHead(200, { "content-type": type, "cache-control": "no-store", "content-security-policy": this.policies[pathname] ?? policy(search) }).end(body);
      // Browsers ask for it by themselves.
      if (pathname === "/favicon.ico") return response.writeHead(204).end();
      if (pathname === "/launch") return say(TYPES[".json"], JSON.stringify(launch()));
      if (pathname === "/.well-known/jwks.json") return say(TYPES[".json"], JSON.stringify(host.jwks));
      try {
        const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
        say(TYPES[extname(path)] || "application/octet-stream", await readFile(join(this.folder, path)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
  }
}

// What a portal of today may demand of everything on its pages.
const strict = (gateway, { wasm = true, from = "", policies = "'none'", types = true } = {}) =>
  [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ""}${from}`,
    "style-src 'self'",
    `connect-src 'self'${from}`,
    `frame-src ${gateway}`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    ...(types ? ["require-trusted-types-for 'script'", `trusted-types ${policies}`] : []),
  ].join("; ");

export class Place {
  // A gateway with three portals: of the same site, of another site, and in PHP.
  static async start() {
    const place = new Place();
    place.folder = await mkdtemp(join(tmpdir(), "qinghe-packaging-"));
    await build(place.folder);
    await place.makeSecrets();
    const names = ["app.school.localhost", "app.elsewhere.localhost", "php.school.localhost"];
    const ports = [await freePort(), await freePort(), await freePort()];
    const origins = names.map((name, nth) => `http://${name}:${ports[nth]}`);
    const more = origins.flatMap((origin, nth) => ["[[host]]", `issuer = "${origin}"`, `origin = "${origin}"`, `jwks = "http://127.0.0.1:${ports[nth]}/.well-known/jwks.json"`]);
    place.stack = await Stack.start({ more });
    const { gateway } = place.stack;
    // `?inline`: the gateway's scripts may run in the page. `?refused`: they may, and Wasm may not. `?vue`: Vue's own policy.
    // `?worker`: without Trusted Types, whose policies a worker would need.
    const policy = (search) =>
      strict(gateway, {
        wasm: search !== "?refused",
        from: ["?inline", "?refused"].includes(search) ? ` ${gateway}` : "",
        policies: search === "?vue" ? "vue" : "'none'",
        types: search !== "?worker",
      });
    [place.near, place.far] = [0, 1].map((nth) => new Portal(origins[nth], ports[nth], place.folder));
    for (const portal of [place.near, place.far]) await portal.start(place.secrets, gateway, policy);
    place.php = origins[2];
    await place.startPhp(ports[2], gateway);
    return place;
  }

  async makeSecrets() {
    this.kept = join(this.folder, "secrets");
    await mkdir(this.kept);
    execFileSync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", join(this.kept, "launch-key.pem")], { stdio: "ignore" });
    this.secrets = { pem: await readFile(join(this.kept, "launch-key.pem")), secret: randomBytes(32) };
    await writeFile(join(this.kept, "pseudonym-secret"), this.secrets.secret);
  }

  async startPhp(port, gateway) {
    const folder = join(this.folder, "php");
    await cp(project("php"), folder, { recursive: true });
    await cp(INSTALLED, join(folder, "qinghe"), { recursive: true });
    const env = { ...process.env, QINGHE_ORIGIN: this.php, QINGHE_GATEWAY: gateway, QINGHE_SECRETS: this.kept, QINGHE_SAMPLE: join(ROOT, "samples/php/host.php") };
    this.phpChild = spawned("php", ["-S", `127.0.0.1:${port}`, "-t", folder, join(folder, "index.php")], { cwd: folder, env, stdio: "ignore" });
    for (let tries = 0; tries < 100; tries += 1) {
      if (await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`).catch(() => undefined)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("PHP does not answer");
  }

  async stop() {
    for (const portal of [this.near, this.far]) portal?.server?.close();
    this.phpChild?.kill();
    await this.stack?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
