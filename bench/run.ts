/** `npm run bench` runs every bench, `npm run bench -- photos idle` those that are named. Each prints its tables. */
const BENCHES = [
	"page-size",
	"page-ten-thousand",
	"uploads-small",
	"uploads-large",
	"image-batch",
	"photos",
	"idle",
	"fields",
];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
	console.error(`There is no bench ${unknown.join(", ")}. There are: ${BENCHES.join(", ")}.`);
	process.exit(1);
}
for (const name of named.length > 0 ? named : BENCHES) await import(`./${name}.ts`);

export {};
