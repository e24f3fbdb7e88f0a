import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Milliseconds: longer than a silent socket and a swallowed poll may take to be found out, on a busy machine. */
const PATIENCE_MS = 90_000;

/** A wide screen, as most people have. */
const DESKTOP = { width: 1280, height: 800 };

/** The page as a person sees it: what is written there, and what can be pressed. */
export class DarkroomPage {
	readonly page: Page;
	/** What went wrong inside the page, and what its policy refused. Always to be empty. */
	readonly troubles: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.setDefaultTimeout(PATIENCE_MS);
		page.on("pageerror", ({ message }) => this.troubles.push(message));
		page.on("console", (message) => {
			if (/Content Security Policy|Uncaught/.test(message.text())) this.troubles.push(message.text());
		});
	}

	get title(): Locator {
		return this.page.getByRole("heading", { level: 2 }).first();
	}

	get rows(): Locator {
		return this.page.getByRole("list", { name: "Files" }).getByRole("listitem");
	}

	get connection(): Locator {
		return this.page.getByRole("status").filter({ hasText: "Connection:" });
	}

	row(name: string): Locator {
		return this.rows.filter({ has: this.page.getByRole("button", { name, exact: true }) });
	}

	async pickFolder(path: string): Promise<void> {
		await this.page.locator('[data-pick="folder"]').setInputFiles(path);
	}

	async pickFiles(files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
		await this.page.locator('[data-pick="files"]').setInputFiles(files);
	}

	/** Waits until the headline says so. */
	async says(text: string | RegExp): Promise<void> {
		try {
			await this.title.filter({ hasText: text }).waitFor({ timeout: PATIENCE_MS });
		} catch (error) {
			const said = await this.page.locator("main").textContent();
			throw new Error(`Never said ${text}. At last the page was:\n${said}`, { cause: error });
		}
	}

	async isConnected(label: "Live" | "Polling" | "Offline"): Promise<void> {
		try {
			await this.connection.filter({ hasText: label }).waitFor({ timeout: PATIENCE_MS });
		} catch (error) {
			const said = await this.connection.textContent();
			throw new Error(`Never said ${label}. At last it was: ${said}`, { cause: error });
		}
	}

	async allDone(count: number): Promise<void> {
		await this.says(count === 1 ? "All 1 file done" : `All ${count} files done`);
	}
}

/** Opens the page in a session of its own, or of the given context, and waits until it is live. */
export async function openDarkroom(
	where: Browser | BrowserContext,
	url: string,
	viewport = DESKTOP,
): Promise<DarkroomPage> {
	const context = "newContext" in where ? await where.newContext({ viewport }) : where;
	const page = await context.newPage();
	await page.setViewportSize(viewport);
	const darkroom = new DarkroomPage(page);
	await page.goto(url);
	await darkroom.isConnected("Live");
	return darkroom;
}

/** Ends a test: nothing may have gone wrong unseen. */
export function expectNoTroubles(...pages: readonly DarkroomPage[]): void {
	expect(pages.flatMap(({ troubles }) => troubles)).toEqual([]);
}
