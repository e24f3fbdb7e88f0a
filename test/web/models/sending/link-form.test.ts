import { describe, expect, it } from "vitest";
import type { LinksApi } from "../../../../client/http/links-api.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { LinkForm } from "../../../../web/models/sending/link-form.ts";

const ADDED = ok({ batch: "drop", files: [1], cursor: "e.1" });

function openForm(answer: Awaited<ReturnType<LinksApi["addLinks"]>> = ADDED) {
	const sent: [string, readonly { url: string }[]][] = [];
	const notices: string[] = [];
	let ended = 0;
	const linkForm = new LinkForm({
		api: {
			addLinks: async (batch, form) => {
				sent.push([batch, form]);
				return answer;
			},
		},
		retry: (attempt) => attempt(),
		notices: { show: (text) => void notices.push(text) },
		newKey: () => `drop-${sent.length}`,
		sessionEnded: () => {
			ended += 1;
		},
	});
	return { form: linkForm, sent, notices, ended: () => ended };
}

describe("the form for links", () => {
	it("submits what was pasted, then clears and closes", async () => {
		const { form, sent } = openForm();
		form.open("https://a.example/1");
		form.open("https://a.example/2");
		expect(form.text.value).toBe("https://a.example/1\nhttps://a.example/2");
		await form.submit();
		expect(sent).toEqual([["drop-0", [{ url: "https://a.example/1" }, { url: "https://a.example/2" }]]]);
		expect([form.isOpen.value, form.text.value]).toEqual([false, ""]);
	});

	it("names the words that are not links, and submits nothing if there is no link", async () => {
		const { form, sent } = openForm();
		form.text.value = "hello";
		expect(form.error.value).toBe("“hello” is not a link.");
		form.text.value = "hello you all https://a.example";
		expect(form.error.value).toBe("“hello” and 2 others are not links.");
		form.text.value = "";
		await form.submit();
		expect(sent).toEqual([]);
	});

	it("restores the text and shows the reason if it is refused", async () => {
		const { form, notices } = openForm(
			refuse({ kind: "refused", status: 400, problem: problem("malformed", "Link 1 is no address.") }),
		);
		form.open("https://a.example/1");
		await form.submit();
		expect(notices).toEqual(["Link 1 is no address."]);
		expect(form.text.value).toBe("https://a.example/1");
	});

	it("reports that the session has ended", async () => {
		const { form, ended } = openForm(
			refuse({ kind: "refused", status: 401, problem: problem("unauthorized", "Gone.") }),
		);
		form.open("https://a.example/1");
		await form.submit();
		expect(ended()).toBe(1);
	});
});
