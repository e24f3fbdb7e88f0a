import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from "playwright-core";

const MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const UNPACK = fileURLToPath(new URL("./unpack-browser.ts", import.meta.url));

/** Milliseconds to unpack and to start. On an idle machine they take two seconds and one. */
const PATIENCE_MS = 120_000;

/** Without these flags Chromium calls home, looks for a graphics card and refuses to run as root. */
const ARGUMENTS = [
	"--no-sandbox",
	"--no-zygote",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--font-render-hinting=none",
];

/** The package's own fontconfig looks in AWS Lambda's folders. Screenshots are only reproducible with the unpacked fonts. */
function fontSettings(folder: string): string {
	const places = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
	return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${places}</fontconfig>`;
}

/** Unpacks the packaged browser once. Test files may do so concurrently; the rename at the end is atomic. */
async function unpacked(): Promise<string> {
	const manifest = await readFile(join(MODULES, "@sparticuz/chromium/package.json"), "utf8");
	const { version } = JSON.parse(manifest) as { version: string };
	const folder = join(MODULES, `.cache/chromium-${version}`);
	if (existsSync(folder)) return folder;
	const unfinished = `${folder}.${process.pid}`;
	await mkdir(unfinished, { recursive: true });
	const env = { ...process.env, TMPDIR: unfinished };
	await promisify(execFile)(process.execPath, ["--no-warnings", UNPACK], { env, timeout: PATIENCE_MS });
	await writeFile(join(unfinished, "fonts/fonts.conf"), fontSettings(folder));
	await rename(unfinished, folder).catch(async (error: unknown) => {
		await rm(unfinished, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	});
	return folder;
}

async function launchOptions(): Promise<LaunchOptions> {
	const options: LaunchOptions = { args: ARGUMENTS, headless: true, timeout: PATIENCE_MS };
	const own = process.env.CHROMIUM_PATH;
	if (own) return { ...options, executablePath: own };
	// The package has a browser for one platform only; elsewhere use the installed Chrome.
	if (process.platform !== "linux" || process.arch !== "x64") return { ...options, channel: "chrome" };
	const folder = await unpacked();
	return {
		...options,
		executablePath: join(folder, "chromium"),
		env: {
			...process.env,
			// Without it Chromium cannot read files with non-ASCII names.
			LANG: "C.UTF-8",
			LD_LIBRARY_PATH: join(folder, "al2023/lib"),
			FONTCONFIG_PATH: join(folder, "fonts"),
		},
	};
}

async function started<Started>(start: (options: LaunchOptions) => Promise<Started>): Promise<Started> {
	try {
		return await start(await launchOptions());
	} catch (error) {
		throw new Error(
			"Chromium did not start, so the page cannot be tested. On Linux (x64) it comes with the package " +
				"@sparticuz/chromium: run `npm run setup`. Elsewhere install Chrome, or name a Chromium in CHROMIUM_PATH.",
			{ cause: error },
		);
	}
}

/**
 * A real Chromium from a registry package: nothing has to be installed on the machine, and every machine tests in the
 * same version. A browser that does not start fails the test; it never skips it.
 */
export function launchBrowser(): Promise<Browser> {
	return started((options) => chromium.launch(options));
}

/**
 * The same with a persistent profile in a folder. Without a profile this Chromium crashes when it reads a file handle
 * that a page has stored.
 */
export function launchProfile(folder: string): Promise<BrowserContext> {
	return started((options) => chromium.launchPersistentContext(folder, options));
}
