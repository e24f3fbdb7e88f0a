import { FIRST_PAINT_KB, firstScriptBytes, pageFiles } from "../test/support/browser/page-scripts.ts";
import { setup } from "../test/support/server/build.ts";
import { figure, printTable, verdict } from "./support/report.ts";

/*
 * What the page loads before the first paint (every script that `index.html` names, and their static imports), and what it
 * imports afterwards or on demand. Sizes are gzipped at servers' default level.
 */

await setup();
const kb = (bytes: number) => figure(bytes / 1000, 1);
const files = pageFiles();
const total = firstScriptBytes(files);
const rows = files.map(({ name, bytes, isFirst }) => {
	return [name, isFirst ? "before first paint" : "later", kb(bytes), ""];
});
rows.push([
	"**scripts before first paint**",
	"",
	kb(total),
	verdict(total / 1000, (value) => value <= FIRST_PAINT_KB, `≤ ${FIRST_PAINT_KB}`),
]);
printTable("What the page loads", ["file", "when", "kB gzip", "budget"], rows);
