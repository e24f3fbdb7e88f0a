/**
 * `npm run bench` runs all benchmarks, `npm run bench -- photos uploads` only the named ones, or those in folders of that
 * name. Each prints its tables.
 */
const BENCHES = [
	"page-size",
	"page-ten-thousand",
	"uploads/small",
	"uploads/large",
	"uploads/scale",
	"uploads/page",
	"uploads/pool",
	"image-batch",
	"photos",
	"idle",
	"eta",
	"stream",
	"stream-memory",
	"stream-herd",
	"stream-faults",
	"documents/read",
	"documents/search",
	"documents/recall",
	"media",
	"fields",
];

/** The benchmarks of a name: one, or all in a folder. */
function benchesOf(name: string): string[] {
	return BENCHES.filter((bench) => bench === name || bench.startsWith(`${name}/`));
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => benchesOf(name).length === 0);
if (unknown.length > 0) {
	console.error(`There is no bench ${unknown.join(", ")}. There are: ${BENCHES.join(", ")}.`);
	process.exit(1);
}
for (const name of named.length > 0 ? named.flatMap(benchesOf) : BENCHES) await import(`./${name}.ts`);

export {};
