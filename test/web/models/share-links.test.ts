import { describe, expect, it } from "vitest";
import type { ShareApi } from "../../../client/http/share-api.ts";
import type { ShareInfo } from "../../../src/protocol/http/share.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import { shareFragment, tokenInFragment } from "../../../web/models/share-fragment.ts";
import { ShareLinks } from "../../../web/models/share-links.ts";

const TOKEN = `${"a1".repeat(32)}.${"b".repeat(43)}`;

/** A server with a list of links; `refuses` makes it refuse everything. */
function fakeShares() {
	const server = { shares: [] as ShareInfo[], last: 0, refuses: false };
	const refusal = (status: number) =>
		refuse({
			kind: "refused" as const,
			status,
			problem: problem(status === 404 ? "not-found" : "too-large", "No."),
		});
	const api: ShareApi = {
		list: async () => (server.refuses ? refusal(413) : ok({ shares: server.shares })),
		async create(batch, { hours, originals }) {
			if (server.refuses) return refusal(413);
			const share = { id: ++server.last, batch, originals, createdAt: 0, expiresAt: hours * 3_600_000 };
			server.shares = [...server.shares, share];
			return ok({ share, token: TOKEN });
		},
		async revoke(_, id) {
			if (server.refuses) return refusal(413);
			const isHeld = server.shares.some((share) => share.id === id);
			server.shares = server.shares.filter((share) => share.id !== id);
			return isHeld ? ok(null) : refusal(404);
		},
	};
	return { server, links: new ShareLinks({ api, key: "holiday", pageUrl: "https://dark.room/" }) };
}

const OPTIONS = { hours: 24, originals: false };

describe("share links", () => {
	it("are listed, created and revoked; the URL of a new one contains its token", async () => {
		const { server, links } = fakeShares();
		await links.read();
		expect(links.active.value).toEqual([]);
		await links.create(OPTIONS);
		const created = links.created.value;
		expect(created?.url.startsWith("https://dark.room/#")).toBe(true);
		expect(tokenInFragment(new URL(created?.url ?? "").hash)).toBe(TOKEN);
		expect(links.active.value).toEqual(server.shares);
		await links.revoke(1);
		expect([links.active.value, links.created.value, server.shares]).toEqual([[], undefined, []]);
	});

	it("that are already gone are revoked without an error", async () => {
		const { server, links } = fakeShares();
		await links.create(OPTIONS);
		server.shares = [];
		await links.revoke(1);
		expect([links.active.value, links.problem.value]).toEqual([[], undefined]);
	});

	it("show why they could not be created, until the next try", async () => {
		const { server, links } = fakeShares();
		server.refuses = true;
		await links.create(OPTIONS);
		expect([links.problem.value, links.created.value, links.isBusy.value]).toEqual(["No.", undefined, false]);
		server.refuses = false;
		await links.create(OPTIONS);
		expect(links.problem.value).toBeUndefined();
		server.refuses = true;
		await links.revoke(1);
		expect([links.problem.value, links.active.value?.length]).toEqual(["No.", 1]);
	});
});

describe("the fragment of a link", () => {
	it.each([
		"",
		"#file-3",
		"#share=",
		`#share=${TOKEN}x`,
		`#share=${TOKEN.replace(".", "")}`,
		`share=${TOKEN}`,
	])("has no token: %s", (hash) => expect(tokenInFragment(hash)).toBeUndefined());

	it("is parsed as it was formatted", () => expect(tokenInFragment(shareFragment(TOKEN))).toBe(TOKEN));
});
