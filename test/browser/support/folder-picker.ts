import type { Page } from "playwright-core";

/** Content of a file: its text, or a number of zero bytes. */
export type FileContent = string | number;

/**
 * Replaces the browser's folder picker by one that returns `folder` at once. The folder is in the origin private file system,
 * so its handles are real and the page can store them. Call it after the page has opened; it persists across reloads.
 */
export async function stubFolderPicker(
	page: Page,
	folder: string,
	files: Readonly<Record<string, FileContent>>,
) {
	await page.evaluate(async (contents) => {
		for (const [path, content] of Object.entries(contents)) {
			const folders = path.split("/");
			const name = folders.pop() ?? "";
			let parent = await navigator.storage.getDirectory();
			for (const folder of folders) parent = await parent.getDirectoryHandle(folder, { create: true });
			const writer = await (await parent.getFileHandle(name, { create: true })).createWritable();
			if (typeof content === "string") await writer.write(content);
			else await writer.truncate(content);
			await writer.close();
		}
	}, files);
	const stub = (name: string) => {
		const showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(name);
		Object.assign(window, { showDirectoryPicker });
	};
	await page.addInitScript(stub, folder);
	await page.reload();
}
