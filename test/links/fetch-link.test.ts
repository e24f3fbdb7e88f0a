import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FetchLimits, type FetchResult, fetchLink, type Sink } from "../../src/links/fetch-link.ts";
import type { ResumePoint } from "../../src/links/find-bytes.ts";
import type { ResponseHead } from "../../src/links/response-head.ts";
import { ok } from "../../src/protocol/result.ts";
import { type BadServer, STORED_BYTES, startBadServer } from "../support/server/bad-server.ts";

let server: BadServer;
beforeAll(async () => {
	server = await startBadServer();
});
afterAll(() => server.close());

const GENEROUS: FetchLimits = {
	openMs: 60_000,
	idleMs: 60_000,
	minRate: 10_000,
	windowMs: 60_000,
	attemptMs: 60_000,
	maxBytes: 2_000_000,
};

/** Stores a file in memory. */
class MemorySink implements Sink {
	head: ResponseHead | undefined;
	bytes: number[] = [];
	finished = false;

	async begin(head: ResponseHead) {
		this.head = head;
		if (head.from === 0) this.bytes = [];
		return ok(null);
	}

	async write(chunks: AsyncIterable<Uint8Array>) {
		for await (const chunk of chunks) for (const byte of chunk) this.bytes.push(byte);
		return ok({ offset: this.bytes.length, whole: this.bytes.length === this.head?.length });
	}

	async finish(length: number) {
		this.finished = true;
		return ok({ offset: length, whole: true });
	}
}

interface Attempt {
	readonly fetched: FetchResult;
	readonly sink: MemorySink;
}

interface AttemptOptions {
	readonly resume?: ResumePoint;
	readonly sink?: MemorySink;
	readonly strict?: boolean;
	readonly limits?: Partial<FetchLimits>;
}

/** One attempt. Its limits are generous, so that slow machines pass, except those that a test overrides. */
async function attempt(
	path: string,
	{ resume, sink = new MemorySink(), strict = false, limits = {} }: AttemptOptions = {},
): Promise<Attempt> {
	const fetched = await fetchLink(path.startsWith("/") ? server.url + path : path, resume, {
		policy: { allowPrivate: !strict },
		resolver: `${server.url}/dns-query`,
		fetch: (url, init) => fetch(url, init),
		now: Date.now,
		setTimer: (ms, call) => {
			const timer = setTimeout(call, ms);
			return () => clearTimeout(timer);
		},
		isWanted: () => true,
		limits: { ...GENEROUS, ...limits },
		sink,
	});
	return { fetched, sink };
}

function problemOf({ fetched }: Attempt) {
	if (fetched.is !== "missed") throw new Error(`The result was ${fetched.is}.`);
	return fetched.problem;
}

describe("the file behind a link", () => {
	it("is stored whole, with the server's headers", async () => {
		const { fetched, sink } = await attempt("/sound.bin");
		expect(fetched.is).toBe("stored");
		expect(Uint8Array.from(sink.bytes)).toEqual(STORED_BYTES);
		expect(sink.head).toEqual({
			from: 0,
			length: STORED_BYTES.length,
			type: "image/jpeg",
			name: "sound.bin",
			validator: '"one"',
		});
	});

	it("is found behind redirects, and named by the server", async () => {
		expect((await attempt("/hop")).sink.head).toMatchObject({ name: "sound.bin" });
		expect((await attempt("/named")).sink.head).toMatchObject({ name: "café.bin" });
	});

	it.each(["/chunked.bin", "/empty.bin"])("may have an unknown length (%s)", async (path) => {
		const { fetched, sink } = await attempt(path);
		expect(fetched.is).toBe("stored");
		expect(sink.bytes.length).toBe(path === "/empty.bin" ? 0 : STORED_BYTES.length);
	});

	it.each([
		["/endless.bin", "link-too-large", false, {}],
		["/huge.bin", "link-too-large", false, {}],
		["/drip.bin", "link-slow", true, { windowMs: 100 }],
		["/drip.bin", "link-slow", true, { attemptMs: 50 }],
		["/silent.bin", "link-slow", true, { idleMs: 50 }],
		["/thinks.bin", "link-unreachable", true, { openMs: 50 }],
		["/cut.bin", "link-broken", true, {}],
		["/loop", "link-loop", false, {}],
		["/gone.bin", "link-gone", false, {}],
		["/private.bin", "link-forbidden", false, {}],
		["/busy.bin", "link-failed", true, {}],
		["http://127.0.0.1:1/", "link-unreachable", true, {}],
	])("cannot be fetched from %s: %s", async (path, code, retryable, limits) => {
		expect(problemOf(await attempt(path, { limits }))).toMatchObject({ code, retryable });
	});

	it("is retried when the server says", async () => {
		expect(problemOf(await attempt("/busy.bin")).retryAfterMs).toBe(7_000);
	});
});

describe("a resumed download", () => {
	async function broken(path: string): Promise<{ sink: MemorySink; resume: ResumePoint }> {
		const { sink, fetched } = await attempt(path);
		expect(fetched.is).toBe("missed");
		return { sink, resume: { offset: sink.bytes.length, length: STORED_BYTES.length, validator: '"one"' } };
	}

	it("requests only the remaining bytes", async () => {
		const { sink, resume } = await broken("/half.bin");
		expect(resume.offset).toBeGreaterThan(0);
		expect((await attempt("/half.bin", { sink, resume })).fetched.is).toBe("stored");
		expect(Uint8Array.from(sink.bytes)).toEqual(STORED_BYTES);
		expect(server.asked).toContain(`/half.bin bytes=${resume.offset}-`);
	});

	it.each(["/changes.bin", "/liar.bin", "/shorter.bin"])(
		"starts over when the file has changed (%s)",
		async (path) => {
			const { sink, resume } = await broken(path);
			expect((await attempt(path, { sink, resume })).fetched.is).toBe("stored");
			expect(String.fromCharCode(...sink.bytes)).toBe("other");
		},
	);
});

describe("a link to", () => {
	it.each([
		["http://inside.example.com/", "link-refused"],
		["http://both.example.com/", "link-refused"],
		["http://six.example.com/", "link-refused"],
		["http://empty.example.com/", "link-unreachable"],
		["http://unknown.example.com/", "link-unreachable"],
		["http://127.0.0.1/", "link-refused"],
	])("%s: %s, and no request is made", async (url, code) => {
		expect(problemOf(await attempt(url, { strict: true }))).toMatchObject({ code, retryable: false });
	});

	it("a redirect is checked like the link itself", async () => {
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
				fetch: async (address, init) => {
					if (address.startsWith(server.url)) return fetch(address, init);
					asked.push(address);
					return new Response(null, { status: 302, headers: { location } });
				},
				now: Date.now,
				setTimer: () => () => {},
				isWanted: () => true,
				limits: { openMs: 1, idleMs: 1, minRate: 1, windowMs: 1, attemptMs: 1, maxBytes: 1 },
				sink: new MemorySink(),
			});
			expect(fetched).toMatchObject({ is: "missed", problem: { retryable: false } });
		}
		expect(asked).toEqual(Object.keys(redirects));
	});
});

describe("a page", () => {
	it("about a video yields its title, author and picture", async () => {
		const { fetched } = await attempt("/watch");
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

	it("without a title is named by its host, and its URL is not exposed", async () => {
		const { fetched } = await attempt("/untitled?key=secret");
		expect(fetched).toMatchObject({ is: "page", embed: { title: new URL(server.url).hostname } });
		expect(JSON.stringify(fetched)).not.toContain("secret");
	});

	it("about a photo yields the photo", async () => {
		const { fetched, sink } = await attempt("/photo-page");
		expect(fetched).toMatchObject({ is: "stored" });
		expect(sink.bytes.length).toBe(STORED_BYTES.length);
	});

	it("with an article is a document like any other", async () => {
		const { fetched, sink } = await attempt("/article.html");
		expect(fetched.is).toBe("stored");
		expect(String.fromCharCode(...sink.bytes)).toContain("<title>News</title>");
	});
});
