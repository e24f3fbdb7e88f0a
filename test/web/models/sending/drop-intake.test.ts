import { beforeEach, describe, expect, it } from "vitest";
import type { RootHandle } from "../../../../web/edges/drop/file-origin.ts";
import { createHandlePickers, type PickerWindow } from "../../../../web/edges/drop/handle-pickers.ts";
import { Notices } from "../../../../web/models/notices.ts";
import { Intake } from "../../../../web/models/sending/drop-intake.ts";
import type { Sender } from "../../../../web/models/sending/sender-proxy.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";
import { FakeBrowser, FakePage, NO_COMMANDS, photo } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

const HANDLE = { kind: "file", name: "picked.jpg" } as RootHandle;

let page: FakePage;
let notices: Notices;
let arrive: () => void;
let arrived: Promise<void>;
let isReadable: boolean;

beforeEach(() => {
	page = new FakePage(new FakeBrowser(), new FakeSessionServer());
	notices = new Notices(new FakeClock());
	isReadable = true;
	arrived = new Promise((settled) => {
		arrive = settled;
	});
});

/** The intake of a window that has some pickers. */
function intakeOf(window: Partial<PickerWindow> = {}): Intake {
	const { uploads, outbox, reopening } = page;
	const sender: Sender = {
		uploads,
		commands: NO_COMMANDS,
		outbox,
		reopening,
		engine: { bytesPerSecond: null, wake() {} },
		async readDrop({ files }, found) {
			found(files.length);
			if (!isReadable) throw new Error("It is gone.");
			return files.map((file) => ({ file }));
		},
		readFiles: async (files) => files.map((file) => ({ file })),
		readHandles: async (roots) =>
			roots.map((root) => ({ file: photo(root.name), origin: { root, way: [] } })),
	};
	return new Intake({
		takeDrop: ({ files }) => ({ items: [], files: Array.from(files) }),
		pickers: createHandlePickers(window as PickerWindow),
		sending: { load: () => arrived.then(() => sender) },
		notices,
	});
}

/** A transfer that the browser empties as soon as its event is over. */
function transferOf(...files: readonly File[]) {
	const transfer = { files: [...files] };
	const isOver = () => transfer.files.splice(0);
	return { transfer: transfer as unknown as DataTransfer, isOver };
}

describe("a drop", () => {
	it("that comes before what sends is there is taken at once and loses nothing", async () => {
		const { transfer, isOver } = transferOf(photo("a.jpg"), photo("b.jpg"));
		const dropping = intakeOf().drop(transfer);
		isOver();
		await settle();
		expect(page.queued).toEqual([]);
		arrive();
		await dropping;
		await page.rest();
		expect(page.queued).toEqual([1, 2]);
	});

	it("without any file, or that cannot be read, is told", async () => {
		arrive();
		const intake = intakeOf();
		await intake.drop(transferOf().transfer);
		expect(notices.current.value?.text).toMatch(/^There were no files/);
		isReadable = false;
		await intake.drop(transferOf(photo("a.jpg")).transfer);
		expect(notices.current.value?.text).toMatch(/could not read/);
		expect(intake.found.value).toBe(undefined);
	});
});

describe("a picker whose files are found again", () => {
	it("is used where the browser has it, and its handles are kept with the files", async () => {
		arrive();
		const intake = intakeOf({ showOpenFilePicker: async () => [HANDLE] });
		expect(intake.canChoose("files")).toBe(true);
		expect(intake.canChoose("folder")).toBe(false);
		expect(await intake.choose("files")).toBe(true);
		await page.rest();
		expect(page.names()).toEqual(["picked.jpg"]);
	});

	it("says nothing when a person changes their mind", async () => {
		const changed = new DOMException("The user aborted a request.", "AbortError");
		const intake = intakeOf({ showDirectoryPicker: () => Promise.reject(changed) });
		expect(await intake.choose("folder")).toBe(true);
		expect(notices.current.value).toBe(undefined);
	});

	it("gives way to the other one where the browser does not let it open", async () => {
		const refused = new DOMException("Cross origin sub frames are not allowed.", "SecurityError");
		const intake = intakeOf({ showDirectoryPicker: () => Promise.reject(refused) });
		expect(await intake.choose("folder")).toBe(false);
		expect(await intakeOf().choose("folder")).toBe(false);
	});
});
