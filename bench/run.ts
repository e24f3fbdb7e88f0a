/**
 * `npm run bench` runs every bench, `npm run bench -- photos uploads` those that are named, or stand in a folder of that
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

/** A name, or the folder of several. */
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
