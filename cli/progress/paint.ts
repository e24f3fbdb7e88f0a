import { styleText } from "node:util";
import type { Screen } from "./meter.ts";
import type { Paint } from "./progress-line.ts";

const STYLES = { full: "cyan", empty: "dim", failed: "red" } as const;

/** Colours, on a terminal that shows them and unless `NO_COLOR` is set (https://no-color.org). */
export function createPaint(screen: Screen, env: Readonly<Record<string, string | undefined>>): Paint {
	if (!screen.isTTY || (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb") return (_, text) => text;
	return (part, text) => (text === "" ? "" : styleText(STYLES[part], text, { validateStream: false }));
}
