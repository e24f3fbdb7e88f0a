import { beforeEach, describe, expect, it } from "vitest";
import type { RootHandle } from "../../../../web/edges/drop/file-origin.ts";
import { createHandlePickers, type PickerWindow } from "../../../../web/edges/drop/handle-pickers.ts";
import { Notices } from "../../../../web/models/notices.ts";
import { DropIntake } from "../../../../web/models/sending/drop-intake.ts";
import type { Sender } from "../../../../web/models/sending/sender-proxy.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";
import { FakeBrowser, FakePage, NO_COMMANDS, photo } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

const HANDLE = { kind: "file", name: "picked.jpg" } as RootHandle;

let page: FakePage;
let notices: Notices;
let loadSender: () => void;
let loaded: Promise<void>;
let isReadable: boolean;

beforeEach(() => {
	page = new FakePage(new FakeBrowser(), new FakeSessionServer());
	notices = new Notices(new FakeClock());
	isReadable = true;
	loaded = new Promise((resolve) => {
		loadSender = resolve;
	});
});

/** An intake in a window with these pickers. */
function intakeOf(window: Partial<PickerWindow> = {}): DropIntake {
	const { uploads, outbox, reopener } = page;
	const sender: Sender = {
		uploads,
		commands: NO_COMMANDS,
		outbox,
		reopener: reopener,
		engine: { bytesPerSecond: null, wake() {} },
		async readDrop({ files }, onFound) {
			onFound(files.length);
			if (!isReadable) throw new Error("It is gone.");
			return files.map((file) => ({ file }));
		},
		readFiles: async (files) => files.map((file) => ({ file })),
		readHandles: async (roots) =>
			roots.map((root) => ({ file: photo(root.name), origin: { root, path: [] } })),
	};
	return new DropIntake({
		takeDrop: ({ files }) => ({ items: [], files: Array.from(files) }),
		pickers: createHandlePickers(window as PickerWindow),
		sending: { load: () => loaded.then(() => sender) },
		notices,
	});
}

/** A transfer that is emptied as soon as its event is over, as browsers do. */
function transferOf(...files: readonly File[]) {
	const transfer = { files: [...files] };
	const endEvent = () => transfer.files.splice(0);
	return { transfer: transfer as unknown as DataTransfer, endEvent };
}

describe("a drop", () => {
	it("is taken out of its event at once, even before the sender is loaded", async () => {
		const { transfer, endEvent } = transferOf(photo("a.jpg"), photo("b.jpg"));
		const dropping = intakeOf().drop(transfer);
		endEvent();
		await settle();
		expect(page.enqueued).toEqual([]);
		loadSender();
		await dropping;
		await page.settle();
		expect(page.enqueued).toEqual([1, 2]);
	});

	it("shows a notice if it has no files or cannot be read", async () => {
		loadSender();
		const intake = intakeOf();
		await intake.drop(transferOf().transfer);
		expect(notices.current.value?.text).toMatch(/^There were no files/);
		isReadable = false;
		await intake.drop(transferOf(photo("a.jpg")).transfer);
		expect(notices.current.value?.text).toMatch(/could not read/);
		expect(intake.filesFound.value).toBe(undefined);
	});
});

describe("a picker whose files can be opened again after a reload", () => {
	it("is used where the browser has it, and its handles are stored with the files", async () => {
		loadSender();
		const intake = intakeOf({ showOpenFilePicker: async () => [HANDLE] });
		expect(intake.hasPicker("files")).toBe(true);
		expect(intake.hasPicker("folder")).toBe(false);
		expect(await intake.openPicker("files")).toBe(true);
		await page.settle();
		expect(page.names()).toEqual(["picked.jpg"]);
	});

	it("shows no notice when the person cancels", async () => {
		const cancelled = new DOMException("The user aborted a request.", "AbortError");
		const intake = intakeOf({ showDirectoryPicker: () => Promise.reject(cancelled) });
		expect(await intake.openPicker("folder")).toBe(true);
		expect(notices.current.value).toBe(undefined);
	});

	it("reports when the browser does not let it open", async () => {
		const refused = new DOMException("Cross origin sub frames are not allowed.", "SecurityError");
		const intake = intakeOf({ showDirectoryPicker: () => Promise.reject(refused) });
		expect(await intake.openPicker("folder")).toBe(false);
		expect(await intakeOf().openPicker("folder")).toBe(false);
	});
});
