import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Longer than it takes to notice a silent socket and a lost poll on a busy machine. */
const TIMEOUT_MS = 90_000;

const DESKTOP = { width: 1280, height: 800 };

/** Page object of the app. */
export class DarkroomPage {
	readonly page: Page;
	/** Uncaught errors and violations of the content security policy. Tests expect none. */
	readonly errors: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.setDefaultTimeout(TIMEOUT_MS);
		page.on("pageerror", ({ message }) => this.errors.push(message));
		page.on("console", (message) => {
			if (/Content Security Policy|Uncaught/.test(message.text())) this.errors.push(message.text());
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

	/** Waits until the headline matches. */
	async headlineIs(text: string | RegExp): Promise<void> {
		try {
			await this.title.filter({ hasText: text }).waitFor({ timeout: TIMEOUT_MS });
		} catch (error) {
			const content = await this.page.locator("main").textContent();
			throw new Error(`The headline never was ${text}. The page is now:\n${content}`, { cause: error });
		}
	}

	async isConnected(label: "Live" | "Polling" | "Offline"): Promise<void> {
		try {
			await this.connection.filter({ hasText: label }).waitFor({ timeout: TIMEOUT_MS });
		} catch (error) {
			const content = await this.connection.textContent();
			throw new Error(`The connection never was ${label}. It is now: ${content}`, { cause: error });
		}
	}

	async allDone(count: number): Promise<void> {
		await this.headlineIs(count === 1 ? /^1 file done/ : `All ${count} files done`);
	}
}

/** Opens the page, in a new session for a browser or in the session of a context, and waits until it is live. */
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

/** Expects that no page had an uncaught error or a policy violation. */
export function expectNoErrors(...pages: readonly DarkroomPage[]): void {
	expect(pages.flatMap(({ errors: troubles }) => troubles)).toEqual([]);
}
