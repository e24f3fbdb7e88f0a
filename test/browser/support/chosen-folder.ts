import type { Page } from "playwright-core";

/** A file to lie in the folder: its text, or so many bytes of nothing. */
export type Content = string | number;

/**
 * Gives the page's browser a picker that picks `folder` at once, as a person would. The folder lies in the storage of the
 * page's origin: its handles are real ones, which a page may keep. To be called once the page is open; it holds for later loads.
 */
export async function offerFolder(page: Page, folder: string, files: Readonly<Record<string, Content>>) {
	await page.evaluate(async (contents) => {
		for (const [path, content] of Object.entries(contents)) {
			const way = path.split("/");
			const name = way.pop() ?? "";
			let place = await navigator.storage.getDirectory();
			for (const step of way) place = await place.getDirectoryHandle(step, { create: true });
			const writing = await (await place.getFileHandle(name, { create: true })).createWritable();
			if (typeof content === "string") await writing.write(content);
			else await writing.truncate(content);
			await writing.close();
		}
	}, files);
	const offer = (name: string) => {
		const showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(name);
		Object.assign(window, { showDirectoryPicker });
	};
	await page.addInitScript(offer, folder);
	await page.reload();
}
