import {
	type IdempotencyKey,
	type Target,
	VERBS,
	type Verb,
} from "../../../src/protocol/stream/command-message.ts";
import type { Command } from "../../../src/session/rules/command.ts";
import type { Model } from "../../../src/session/state/model.ts";
import type { Chance } from "../seed.ts";

const KEYS = ["drop-a", "drop-b", "drop-c"] as const;
const SIZES = [0, 1, 10] as const;

function someFile(model: Model, random: Chance): number {
	return 1 + random.below(model.lastFile + 2);
}

function someTarget(model: Model, random: Chance): Target {
	if (random.below(20) === 0) return "session";
	if (random.below(6) === 0) return { key: random.pick(KEYS) };
	return { file: someFile(model, random) };
}

/** From a range small enough that some keys repeat. */
function someNumber(random: Chance): IdempotencyKey | undefined {
	if (random.below(2) === 0) return undefined;
	return { tab: random.pick(["tab-aaaa", "tab-bbbb"]), number: 1 + random.below(40) };
}

/** A random command, not necessarily a sensible one. */
export function randomCommand(model: Model, random: Chance): Command {
	const file = someFile(model, random);
	const size = model.state.files.get(file)?.size ?? random.pick(SIZES);
	const object = `o${random.below(1_000_000)}`;
	const problem = { code: "x", detail: "A reason." };
	// Include recordings and captions, which are matched by name.
	const name = `${random.below(5)}.${random.pick(["jpg", "mp4", "srt"])}`;
	const kinds: (() => Command)[] = [
		() => {
			const entries = Array.from({ length: 1 + random.below(4) }, () => ({ name, size: random.pick(SIZES) }));
			return { type: "announce", key: random.pick(KEYS), entries, hash: `h${random.below(50)}` };
		},
		() => {
			const links = [{ url: `https://example.com/${name}`, host: "example.com", named: false }];
			const hash = `l${random.below(50)}`;
			return { type: "announce", key: random.pick(KEYS), entries: [{ name, size: 0 }], hash, links };
		},
		() => ({ type: "fetch", file, stored: random.below(11) }),
		() => ({
			type: "describe-link",
			file,
			link: { size, name: "named.jpg", validator: `"${random.below(5)}"` },
		}),
		() => ({
			type: "fetch-failed",
			file,
			problem,
			retryAt: random.pick([null, 1_790_000_000_000]) ?? null,
			gained: random.below(2) === 0,
		}),
		() => ({ type: "begin", file, object }),
		() => ({ type: "store", arrivals: [{ object: model.incoming.get(file) ?? object, size, to: { file } }] }),
		() => ({
			type: "store",
			arrivals: [{ object, size: 10, to: { key: random.pick(KEYS), entry: { name, size: 10 } } }],
		}),
		() => ({ type: "begin-upload", to: { file }, size: random.pick([null, size]), object }),
		() => ({
			type: "begin-upload",
			to: { key: random.pick(KEYS), entry: { name, size: 0 } },
			size: random.pick([null, ...SIZES]) ?? null,
			object,
		}),
		() => ({ type: "advance", file, stored: random.below(11) }),
		() => ({ type: "release", file, object: model.incoming.get(file) ?? object }),
		() => ({ type: "start", files: [file, someFile(model, random)] }),
		() => ({
			type: "progress",
			file,
			stage: "extraction_start",
			progress: 20,
			kind: "image",
			mime: "image/png",
		}),
		() => ({ type: "fail", file, problem, kind: "other", mime: "text/plain" }),
		() => ({
			type: "defer",
			file,
			problem,
			retryAt: 1_790_000_000_000 + random.below(1000),
			...(random.below(3) === 0 && { gained: true }),
		}),
		() => ({ type: "suspend", file }),
		() => ({ type: "hold", file, problem }),
		() => ({
			type: "complete",
			file,
			found: {
				stage: "complete",
				kind: "image",
				mime: "image/jpeg",
				fields: random.below(100),
				took: 1,
				completeness: 0.5,
				confidence: 1,
				thumbnail: false,
			},
		}),
		() => ({
			type: "complete",
			file,
			found: {
				stage: "complete",
				kind: "video",
				mime: "video/mp4",
				fields: 1,
				took: 1,
				completeness: 0.5,
				confidence: 1,
				thumbnail: false,
			},
			...(random.below(2) === 0 && {
				triedCaptions: [...model.objects].map(([n]) => n).slice(0, random.below(3)),
			}),
		}),
		() => ({
			type: "verb",
			verb: random.pick(VERBS) as Verb,
			target: someTarget(model, random),
			idempotencyKey: someNumber(random),
		}),
		() => ({
			type: "remove",
			target: random.below(8) === 0 ? { key: random.pick(KEYS) } : { file },
			idempotencyKey: someNumber(random),
		}),
	];
	return (random.pick(kinds) ?? kinds[0] ?? (() => ({ type: "begin", file, object })))();
}
