import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { type Problem, problem } from "../../../src/protocol/problem.ts";
import type { FakeStore } from "./fake-store.ts";

/**
 * The requests of an `Uploader` other than sending bytes: sessions, manifests, commands. Answers at once, over a store
 * with a memory.
 */
export class FakeApi {
	/** Method, path and credential of each request. */
	readonly requests: string[] = [];
	readonly announced: ManifestEntry[][] = [];
	/** How many of the next requests get no answer. */
	unanswered = 0;
	/** Refuses every manifest with this. */
	refuses: Problem | undefined;
	#store: FakeStore;
	#numbers = new Map<string, readonly number[]>();

	constructor(store: FakeStore) {
		this.#store = store;
	}

	readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
		const { method = "GET" } = init;
		const path = url.replace("https://darkroom.test", "");
		const credential = new Headers(init.headers).get("authorization") ?? "nobody";
		this.requests.push(`${method} ${path} ${credential}`);
		if (this.unanswered > 0) {
			this.unanswered--;
			throw new TypeError("Nobody answers.");
		}
		if (path === "/api/session")
			return Response.json({ session: { id: "id" }, token: "token", cursor: "e.0" }, { status: 201 });
		if (method === "POST" && /^\/api\/batches\/[^/]+$/.test(path))
			return this.#announce(path, String(init.body));
		if (method === "GET") return Response.json({ files: this.#records() });
		return Response.json({ changed: 1, cursor: "e.1" });
	};

	#announce(path: string, body: string): Response {
		if (this.refuses !== undefined) return Response.json(this.refuses, { status: this.refuses.status });
		const { files } = JSON.parse(body) as { files: ManifestEntry[] };
		this.announced.push(files);
		const numbers = this.#numbers.get(path + body) ?? files.map(({ size }) => this.#expect(size));
		this.#numbers.set(path + body, numbers);
		return Response.json({ batch: "drop", files: numbers, cursor: "e.1" }, { status: 201 });
	}

	#expect(size: number): number {
		const n = this.#store.files.size + 1;
		this.#store.expect(n, size);
		return n;
	}

	#records() {
		return Array.from(this.#store.files, ([n, { times, bytes }]) => ({
			n,
			state: times > 0 ? "queued" : "expected",
			stored: bytes,
			...(times > 0 && { stage: "upload_complete" }),
		}));
	}
}

/** The refusal of a manifest. */
export const TOO_MANY = problem("too-large", "The session is full.");
