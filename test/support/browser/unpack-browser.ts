import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

/**
 * Run as a separate process, because the package always unpacks into the system's temporary folder:
 * `browser.ts` gives this process another one. `al2023` has the libraries that a minimal Linux lacks.
 */
const packed = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");
for (const part of ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"]) {
	await inflate(join(packed, part));
}
