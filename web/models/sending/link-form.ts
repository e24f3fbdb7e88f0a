import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { LinksApi } from "../../../client/http/links-api.ts";
import type { Persevere } from "../../../client/http/retry.ts";
import { MAX_LINKS } from "../../../src/protocol/limits.ts";
import { sentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import { linksInText } from "./links-in-text.ts";

/** What the desk needs. */
export interface LinkDeskDeps {
	readonly api: LinksApi;
	readonly persevere: Persevere;
	readonly notices: Pick<Notices, "say">;
	/** A name for a new batch, never used before. */
	newKey(): string;
	/** The server no longer knows the session. */
	sessionEnded(): void;
}

/** Where links are gathered before they are handed over. */
export class LinkDesk {
	readonly isOpen: ReadonlySignal<boolean>;
	/** Addresses in the text so far. */
	readonly links: ReadonlySignal<readonly string[]>;
	/** What is wrong with the text; empty when nothing is. */
	readonly trouble: ReadonlySignal<string>;
	readonly text = signal("");
	#isOpen = signal(false);
	#deps: LinkDeskDeps;

	constructor(deps: LinkDeskDeps) {
		this.#deps = deps;
		this.isOpen = this.#isOpen;
		const found = computed(() => linksInText(this.text.value));
		this.links = computed(() => found.value.links);
		this.trouble = computed(() => {
			const { links, others } = found.value;
			if (links.length > MAX_LINKS) return `At most ${MAX_LINKS} links at a time.`;
			const [first, ...more] = others;
			if (first === undefined) return "";
			return more.length === 0
				? `“${first}” is no link.`
				: `“${first}” and ${more.length} more are no links.`;
		});
	}

	/** Opens it, with more text at the end of what stands there. */
	open(more = ""): void {
		if (more !== "") this.text.value = [this.text.peek().trimEnd(), more.trim()].filter(Boolean).join("\n");
		this.#isOpen.value = true;
	}

	close(): void {
		this.#isOpen.value = false;
	}

	/** Hands the links over, however long the server cannot be reached. Each is a file of the list from then on. */
	async add(): Promise<void> {
		const { api, persevere, notices, newKey, sessionEnded } = this.#deps;
		const links = this.links.peek().slice(0, MAX_LINKS);
		if (links.length === 0) return;
		const key = newKey();
		this.text.value = "";
		this.close();
		const answer = await persevere(
			() =>
				api.addLinks(
					key,
					links.map((url) => ({ url })),
				),
			() => true,
		);
		if (answer.ok) return;
		if (answer.problem.kind === "refused" && answer.problem.status === 401) return sessionEnded();
		notices.say(sentence(answer.problem), "bad");
		this.text.value = links.join("\n");
	}
}
