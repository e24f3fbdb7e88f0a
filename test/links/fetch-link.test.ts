import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/links/answer.ts";
import { type FetchBounds, type Fetched, fetchLink, type Sink } from "../../src/links/fetch-link.ts";
import type { Resume } from "../../src/links/find-bytes.ts";
import { ok } from "../../src/protocol/result.ts";
import { type BadServer, STORED_BYTES, startBadServer } from "../support/server/bad-server.ts";

let server: BadServer;
beforeAll(async () => {
	server = await startBadServer();
});
afterAll(() => server.close());

const PATIENT: FetchBounds = {
	openMs: 60_000,
	idleMs: 60_000,
	minRate: 10_000,
	windowMs: 60_000,
	tryMs: 60_000,
	most: 2_000_000,
};

/** Keeps what comes, as storage would. */
class MemorySink implements Sink {
	answer: Answer | undefined;
	bytes: number[] = [];
	finished = false;

	async begin(answer: Answer) {
		this.answer = answer;
		if (answer.from === 0) this.bytes = [];
		return ok(null);
	}

	async write(chunks: AsyncIterable<Uint8Array>) {
		for await (const chunk of chunks) for (const byte of chunk) this.bytes.push(byte);
		return ok({ offset: this.bytes.length, whole: this.bytes.length === this.answer?.length });
	}

	async finish(length: number) {
		this.finished = true;
		return ok({ offset: length, whole: true });
	}
}

interface Tried {
	readonly fetched: Fetched;
	readonly sink: MemorySink;
}

interface Try {
	readonly resume?: Resume;
	readonly sink?: MemorySink;
	readonly strict?: boolean;
	readonly bounds?: Partial<FetchBounds>;
}

/** One try, with more patience than any machine needs, but for the bounds that a test is about. */
async function tryLink(
	path: string,
	{ resume, sink = new MemorySink(), strict = false, bounds = {} }: Try = {},
): Promise<Tried> {
	const fetched = await fetchLink(path.startsWith("/") ? server.url + path : path, resume, {
		policy: { allowPrivate: !strict },
		resolver: `${server.url}/dns-query`,
		ask: (url, init) => fetch(url, init),
		now: Date.now,
		later: (ms, call) => {
			const timer = setTimeout(call, ms);
			return () => clearTimeout(timer);
		},
		wanted: () => true,
		bounds: { ...PATIENT, ...bounds },
		sink,
	});
	return { fetched, sink };
}

function problemOf({ fetched }: Tried) {
	if (fetched.is !== "missed") throw new Error(`It was ${fetched.is}.`);
	return fetched.problem;
}

describe("the bytes behind a link", () => {
	it("come whole, with what their server says of them", async () => {
		const { fetched, sink } = await tryLink("/sound.bin");
		expect(fetched.is).toBe("stored");
		expect(Uint8Array.from(sink.bytes)).toEqual(STORED_BYTES);
		expect(sink.answer).toEqual({
			from: 0,
			length: STORED_BYTES.length,
			type: "image/jpeg",
			name: "sound.bin",
			validator: '"one"',
		});
	});

	it("come from where a redirect leads, under the name that the server gives", async () => {
		expect((await tryLink("/hop")).sink.answer).toMatchObject({ name: "sound.bin" });
		expect((await tryLink("/named")).sink.answer).toMatchObject({ name: "café.bin" });
	});

	it.each(["/chunked.bin", "/empty.bin"])("may have a length that nobody told (%s)", async (path) => {
		const { fetched, sink } = await tryLink(path);
		expect(fetched.is).toBe("stored");
		expect(sink.bytes.length).toBe(path === "/empty.bin" ? 0 : STORED_BYTES.length);
	});

	it.each([
		["/endless.bin", "link-too-large", false, {}],
		["/huge.bin", "link-too-large", false, {}],
		["/drip.bin", "link-slow", true, { windowMs: 100 }],
		["/drip.bin", "link-slow", true, { tryMs: 50 }],
		["/silent.bin", "link-slow", true, { idleMs: 50 }],
		["/thinks.bin", "link-unreachable", true, { openMs: 50 }],
		["/cut.bin", "link-broken", true, {}],
		["/loop", "link-loop", false, {}],
		["/gone.bin", "link-gone", false, {}],
		["/private.bin", "link-forbidden", false, {}],
		["/busy.bin", "link-failed", true, {}],
		["http://127.0.0.1:1/", "link-unreachable", true, {}],
	])("do not come from %s: %s", async (path, code, again, bounds) => {
		expect(problemOf(await tryLink(path, { bounds }))).toMatchObject({ code, again });
	});

	it("are asked for when the server says", async () => {
		expect(problemOf(await tryLink("/busy.bin")).retryAfterMs).toBe(7_000);
	});
});

describe("a try that goes on where another stopped", () => {
	async function broken(path: string): Promise<{ sink: MemorySink; resume: Resume }> {
		const { sink, fetched } = await tryLink(path);
		expect(fetched.is).toBe("missed");
		return { sink, resume: { offset: sink.bytes.length, length: STORED_BYTES.length, validator: '"one"' } };
	}

	it("asks for the rest only", async () => {
		const { sink, resume } = await broken("/half.bin");
		expect(resume.offset).toBeGreaterThan(0);
		expect((await tryLink("/half.bin", { sink, resume })).fetched.is).toBe("stored");
		expect(Uint8Array.from(sink.bytes)).toEqual(STORED_BYTES);
		expect(server.asked).toContain(`/half.bin bytes=${resume.offset}-`);
	});

	it.each(["/changes.bin", "/liar.bin", "/shorter.bin"])(
		"begins anew where there are other bytes by now (%s)",
		async (path) => {
			const { sink, resume } = await broken(path);
			expect((await tryLink(path, { sink, resume })).fetched.is).toBe("stored");
			expect(String.fromCharCode(...sink.bytes)).toBe("other");
		},
	);
});

describe("where a link leads", () => {
	it.each([
		["http://inside.example.com/", "link-refused"],
		["http://both.example.com/", "link-refused"],
		["http://six.example.com/", "link-refused"],
		["http://empty.example.com/", "link-unreachable"],
		["http://unknown.example.com/", "link-unreachable"],
		["http://127.0.0.1/", "link-refused"],
	])("%s: %s, and nobody there is asked", async (url, code) => {
		expect(problemOf(await tryLink(url, { strict: true }))).toMatchObject({ code, again: false });
	});

	it("is looked at again behind each redirect", async () => {
		const asked: string[] = [];
		const redirects: Record<string, string> = {
			"http://open.example.com/a": "http://169.254.169.254/latest",
			"http://open.example.com/b": "http://inside.example.com/",
			"http://open.example.com/c": "ftp://open.example.com/",
			"http://open.example.com/d": "http://open.example.com:22/",
		};
		for (const [url, location] of Object.entries(redirects)) {
			const fetched = await fetchLink(url, undefined, {
				policy: { allowPrivate: false },
				resolver: `${server.url}/dns-query`,
				ask: async (address, init) => {
					if (address.startsWith(server.url)) return fetch(address, init);
					asked.push(address);
					return new Response(null, { status: 302, headers: { location } });
				},
				now: Date.now,
				later: () => () => {},
				wanted: () => true,
				bounds: { openMs: 1, idleMs: 1, minRate: 1, windowMs: 1, tryMs: 1, most: 1 },
				sink: new MemorySink(),
			});
			expect(fetched).toMatchObject({ is: "missed", problem: { again: false } });
		}
		expect(asked).toEqual(Object.keys(redirects));
	});
});

describe("a page", () => {
	it("about a film tells its title, author and picture, and that there is nothing else", async () => {
		const { fetched } = await tryLink("/watch");
		expect(fetched).toMatchObject({
			is: "page",
			embed: {
				title: "Honest progress",
				author: "Ada",
				provider: "Films",
				thumbnail: "https://films.example/1.jpg",
			},
		});
	});

	it("that says nothing of itself is called by its host, and its address is told to nobody", async () => {
		const { fetched } = await tryLink("/untitled?key=secret");
		expect(fetched).toMatchObject({ is: "page", embed: { title: new URL(server.url).hostname } });
		expect(JSON.stringify(fetched)).not.toContain("secret");
	});

	it("about a photo gives the photo", async () => {
		const { fetched, sink } = await tryLink("/photo-page");
		expect(fetched).toMatchObject({ is: "stored" });
		expect(sink.bytes.length).toBe(STORED_BYTES.length);
	});

	it("of words is a document like any other", async () => {
		const { fetched, sink } = await tryLink("/article.html");
		expect(fetched.is).toBe("stored");
		expect(String.fromCharCode(...sink.bytes)).toContain("<title>News</title>");
	});
});
