import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

/**
 * Run as a process of its own, because the package unpacks into the system's temporary folder and nowhere else:
 * `browser.ts` gives this process another one. `al2023` holds the libraries that a bare Linux does not have.
 */
const packed = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");
for (const part of ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"]) {
	await inflate(join(packed, part));
}
