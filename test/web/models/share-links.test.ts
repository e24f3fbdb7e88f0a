import { describe, expect, it } from "vitest";
import type { ShareApi } from "../../../client/http/share-api.ts";
import type { ShareInfo } from "../../../src/protocol/http/share.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import { ShareLinks } from "../../../web/models/share-links.ts";
import { sharedHash, sharedToken } from "../../../web/models/shared-hash.ts";

const TOKEN = `${"a1".repeat(32)}.${"b".repeat(43)}`;

/** A server that holds links in a list; `refuses` makes it say no to everything. */
function fakeShares() {
	const server = { held: [] as ShareInfo[], last: 0, refuses: false };
	const no = (status: number) =>
		refuse({
			kind: "refused" as const,
			status,
			problem: problem(status === 404 ? "not-found" : "too-large", "No."),
		});
	const api: ShareApi = {
		list: async () => (server.refuses ? no(413) : ok({ shares: server.held })),
		async make(batch, { hours, originals }) {
			if (server.refuses) return no(413);
			const share = { id: ++server.last, batch, originals, createdAt: 0, expiresAt: hours * 3_600_000 };
			server.held = [...server.held, share];
			return ok({ share, token: TOKEN });
		},
		async takeBack(_, id) {
			if (server.refuses) return no(413);
			const isHeld = server.held.some((share) => share.id === id);
			server.held = server.held.filter((share) => share.id !== id);
			return isHeld ? ok(null) : no(404);
		},
	};
	return { server, links: new ShareLinks({ api, key: "holiday", page: "https://dark.room/" }) };
}

const WANTED = { hours: 24, originals: false };

describe("links to look at a batch", () => {
	it("are read, made and taken back; the address of the one just made leads to its token", async () => {
		const { server, links } = fakeShares();
		await links.read();
		expect(links.held.value).toEqual([]);
		await links.make(WANTED);
		const made = links.made.value;
		expect(made?.address.startsWith("https://dark.room/#")).toBe(true);
		expect(sharedToken(new URL(made?.address ?? "").hash)).toBe(TOKEN);
		expect(links.held.value).toEqual(server.held);
		await links.takeBack(1);
		expect([links.held.value, links.made.value, server.held]).toEqual([[], undefined, []]);
	});

	it("that are gone already are taken back without a word", async () => {
		const { server, links } = fakeShares();
		await links.make(WANTED);
		server.held = [];
		await links.takeBack(1);
		expect([links.held.value, links.problem.value]).toEqual([[], undefined]);
	});

	it("say why they could not be made, and the next try forgets it", async () => {
		const { server, links } = fakeShares();
		server.refuses = true;
		await links.make(WANTED);
		expect([links.problem.value, links.made.value, links.isBusy.value]).toEqual(["No.", undefined, false]);
		server.refuses = false;
		await links.make(WANTED);
		expect(links.problem.value).toBeUndefined();
		server.refuses = true;
		await links.takeBack(1);
		expect([links.problem.value, links.held.value?.length]).toEqual(["No.", 1]);
	});
});

describe("the end of a link", () => {
	it.each([
		"",
		"#file-3",
		"#share=",
		`#share=${TOKEN}x`,
		`#share=${TOKEN.replace(".", "")}`,
		`share=${TOKEN}`,
	])("is none: %s", (hash) => expect(sharedToken(hash)).toBeUndefined());

	it("is read as it was written", () => expect(sharedToken(sharedHash(TOKEN))).toBe(TOKEN));
});
