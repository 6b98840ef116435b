// How each sample is started, tested and asked for tokens. By itself it prints the Debian packages that are missing.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(HERE, ...parts);

// Debian's place of the library that the Java test reads JSON with; the sample has none.
const GSON = process.env.QINGHE_GSON || "/usr/share/java/gson.jar";

const works = (program, args) => {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

// The first Python that has `cryptography`: the system's, or one that somebody chose.
const python = () => ["python3", "/usr/bin/python3"].find((name) => works(name, ["-c", "import cryptography"]));

function java() {
  const classes = mkdtempSync(join(tmpdir(), "qinghe-java-"));
  process.on("exit", () => rmSync(classes, { recursive: true, force: true }));
  const sources = ["QingheHost.java", "QingheHostTest.java"].map((name) => at("java", name));
  execFileSync("javac", ["-Xlint:all", "-Werror", "-cp", GSON, "-d", classes, ...sources], { stdio: "inherit" });
  const run = ["java", "-cp", `${classes}${delimiter}${GSON}`, "QingheHostTest"];
  return { test: [...run, at("../docs/vectors.json")], tokens: [...run, "tokens"], serve: () => ["java", at("java/QingheHost.java")] };
}

// What to install where a language is missing, by the names of Debian's packages.
export const LANGUAGES = {
  java: { packages: ["openjdk-17-jdk-headless", "libgoogle-gson-java"], here: () => works("javac", ["--version"]) && existsSync(GSON), program: java },
  php: {
    packages: ["php-cli"],
    here: () => works("php", ["-r", "exit((int) !extension_loaded('openssl'));"]),
    program: () => ({
      test: ["php", at("php/host_test.php")],
      tokens: ["php", at("php/host_test.php"), "tokens"],
      serve: (port) => ["php", "-S", `127.0.0.1:${port}`, at("php/host.php")],
    }),
  },
  node: {
    packages: ["nodejs"],
    here: () => true,
    program: () => ({
      test: [process.execPath, at("node/host.test.mjs")],
      tokens: [process.execPath, at("node/host.test.mjs"), "tokens"],
      serve: () => [process.execPath, at("node/host.mjs")],
    }),
  },
  python: {
    packages: ["python3-cryptography"],
    here: () => python() !== undefined,
    program: () => ({
      test: [python(), "-B", at("python/test_host.py")],
      tokens: [python(), "-B", at("python/test_host.py"), "tokens"],
      serve: () => [python(), "-B", at("python/host.py")],
    }),
  },
};

if (import.meta.url === pathToFileURL(process.argv[1] || "").href) {
  const missing = Object.values(LANGUAGES).filter((language) => !language.here());
  for (const name of missing.flatMap(({ packages }) => packages)) console.log(name);
}
