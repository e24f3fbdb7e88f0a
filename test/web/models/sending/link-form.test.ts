import { describe, expect, it } from "vitest";
import type { LinksApi } from "../../../../client/http/links-api.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { LinkDesk } from "../../../../web/models/sending/link-form.ts";

const ADDED = ok({ batch: "drop", files: [1], cursor: "e.1" });

function desk(answer: Awaited<ReturnType<LinksApi["addLinks"]>> = ADDED) {
	const sent: [string, readonly { url: string }[]][] = [];
	const said: string[] = [];
	let ended = 0;
	const made = new LinkDesk({
		api: {
			addLinks: async (batch, links) => {
				sent.push([batch, links]);
				return answer;
			},
		},
		persevere: (ask) => ask(),
		notices: { say: (text) => void said.push(text) },
		newKey: () => `drop-${sent.length}`,
		sessionEnded: () => {
			ended += 1;
		},
	});
	return { desk: made, sent, said, ended: () => ended };
}

describe("the desk for links", () => {
	it("hands over what was pasted, and is empty and closed again", async () => {
		const { desk: links, sent } = desk();
		links.open("https://a.example/1");
		links.open("https://a.example/2");
		expect(links.text.value).toBe("https://a.example/1\nhttps://a.example/2");
		await links.add();
		expect(sent).toEqual([["drop-0", [{ url: "https://a.example/1" }, { url: "https://a.example/2" }]]]);
		expect([links.isOpen.value, links.text.value]).toEqual([false, ""]);
	});

	it("says which words are no links, and hands over nothing where there is none", async () => {
		const { desk: links, sent } = desk();
		links.text.value = "hello";
		expect(links.trouble.value).toBe("“hello” is no link.");
		links.text.value = "hello you all https://a.example";
		expect(links.trouble.value).toBe("“hello” and 2 more are no links.");
		links.text.value = "";
		await links.add();
		expect(sent).toEqual([]);
	});

	it("gives the text back, and says why, when it is refused", async () => {
		const { desk: links, said } = desk(
			refuse({ kind: "refused", status: 400, problem: problem("malformed", "Link 1 is no address.") }),
		);
		links.open("https://a.example/1");
		await links.add();
		expect(said).toEqual(["Link 1 is no address."]);
		expect(links.text.value).toBe("https://a.example/1");
	});

	it("hears that the session is gone", async () => {
		const { desk: links, ended } = desk(
			refuse({ kind: "refused", status: 401, problem: problem("unauthorized", "Gone.") }),
		);
		links.open("https://a.example/1");
		await links.add();
		expect(ended()).toBe(1);
	});
});
