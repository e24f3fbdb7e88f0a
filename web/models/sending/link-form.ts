import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { LinksApi, Retry } from "../../../client/http.ts";
import { MAX_LINKS } from "../../../src/protocol/limits.ts";
import { linkWords } from "../../words/en/dialogs/links.ts";
import { failureSentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import { linksInText } from "./links-in-text.ts";

/** Dependencies of the link form. */
export interface LinkFormDeps {
	readonly api: LinksApi;
	readonly retry: Retry;
	readonly notices: Pick<Notices, "show">;
	/** A new, unique batch key. */
	newKey(): string;
	/** The server no longer has the session. */
	sessionEnded(): void;
}

/** The form in which links are collected before they are submitted. */
export class LinkForm {
	readonly isOpen: ReadonlySignal<boolean>;
	/** The links in the text so far. */
	readonly links: ReadonlySignal<readonly string[]>;
	/** What is wrong with the text; empty if nothing is. */
	readonly error: ReadonlySignal<string>;
	readonly text = signal("");
	#isOpen = signal(false);
	#deps: LinkFormDeps;

	constructor(deps: LinkFormDeps) {
		this.#deps = deps;
		this.isOpen = this.#isOpen;
		const found = computed(() => linksInText(this.text.value));
		this.links = computed(() => found.value.links);
		this.error = computed(() => {
			const { links, others } = found.value;
			if (links.length > MAX_LINKS) return linkWords.tooMany(MAX_LINKS);
			const [first, ...more] = others;
			return first === undefined ? "" : linkWords.notLinks(first, more.length);
		});
	}

	/** Opens the form, and appends `more` to its text. */
	open(more = ""): void {
		if (more !== "") this.text.value = [this.text.peek().trimEnd(), more.trim()].filter(Boolean).join("\n");
		this.#isOpen.value = true;
	}

	close(): void {
		this.#isOpen.value = false;
	}

	/** Submits the links, retrying until the server answers. Each then appears as a file in the list. */
	async submit(): Promise<void> {
		const { api, retry, notices, newKey, sessionEnded } = this.#deps;
		const links = this.links.peek().slice(0, MAX_LINKS);
		if (links.length === 0) return;
		const key = newKey();
		this.text.value = "";
		this.close();
		const answer = await retry(
			() =>
				api.addLinks(
					key,
					links.map((url) => ({ url })),
				),
			() => true,
		);
		if (answer.ok) return;
		if (answer.problem.kind === "refused" && answer.problem.status === 401) return sessionEnded();
		notices.show(failureSentence(answer.problem), "bad");
		this.text.value = links.join("\n");
	}
}
