import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type ESTree, parseSync, Visitor } from "vite";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** One import of a file or a package. */
export interface Import {
	/** A path from the project's root, or the package specifier. */
	readonly target: string;
	readonly isPackage: boolean;
	/** Whether it is erased with the types. */
	readonly isType: boolean;
}

/** One source file, with everything the architecture test checks. */
export interface SourceFile {
	/** From the project's root, with forward slashes. */
	readonly path: string;
	readonly lines: number;
	readonly imports: readonly Import[];
	readonly hasDefaultExport: boolean;
	/** Types, interfaces and classes that it declares and exports. */
	readonly exportedTypes: readonly string[];
	/** Whether it only re-exports from other files. */
	readonly isBarrel: boolean;
	/** Impure globals it uses, such as `Date.now`, `new Date()` or `crypto`. */
	readonly impure: readonly string[];
}

/** All files below a folder, as paths from the project's root. */
export function filesBelow(folder: string): string[] {
	const entries = readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	return files.map((entry) => join(entry.parentPath, entry.name).slice(PROJECT.length).replaceAll("\\", "/"));
}

/** Names whose results vary between calls, or that do I/O. */
const IMPURE_GLOBALS = new Set(["crypto", "performance", "fetch", "setTimeout", "setInterval"]);
const WORLD_MEMBERS = new Set(["Date.now", "Math.random"]);

const TYPE_DECLARATIONS = new Set<string>([
	"TSInterfaceDeclaration",
	"TSTypeAliasDeclaration",
	"ClassDeclaration",
	"TSEnumDeclaration",
]);

function memberName({ object, property, computed }: ESTree.MemberExpression): string | undefined {
	if (computed || object.type !== "Identifier" || property.type !== "Identifier") return undefined;
	return `${object.name}.${property.name}`;
}

function isTypeOnly(declared: string | undefined, kinds: readonly (string | undefined)[]): boolean {
	return declared === "type" || (kinds.length > 0 && kinds.every((kind) => kind === "type"));
}

/** Parses one file's text. `path`: from the project's root; its imports are resolved relative to it. */
export function readSource(path: string, text: string): SourceFile {
	const { program, errors } = parseSync(path, text);
	if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
	const imports: Import[] = [];
	const impure = new Set<string>();
	const exportedTypes: string[] = [];
	let hasDefaultExport = false;
	function add(source: ESTree.Expression | null | undefined, isType: boolean): void {
		if (source?.type !== "Literal" || typeof source.value !== "string") return;
		const isPackage = !source.value.startsWith(".");
		const target = isPackage ? source.value : posix.join(dirname(path), source.value);
		imports.push({ target, isPackage, isType });
	}
	new Visitor({
		ImportDeclaration(node) {
			const kinds = node.specifiers.map((one) => (one.type === "ImportSpecifier" ? one.importKind : "value"));
			add(node.source, isTypeOnly(node.importKind, kinds));
		},
		ExportNamedDeclaration(node) {
			const kinds = node.specifiers.map(({ exportKind }) => exportKind);
			add(node.source, isTypeOnly(node.exportKind, kinds));
			const declared = node.declaration;
			if (
				declared &&
				TYPE_DECLARATIONS.has(declared.type) &&
				"id" in declared &&
				declared.id &&
				"name" in declared.id
			)
				exportedTypes.push(declared.id.name);
			hasDefaultExport ||= node.specifiers.some(
				({ exported }) => "name" in exported && exported.name === "default",
			);
		},
		ExportAllDeclaration: (node) => add(node.source, node.exportKind === "type"),
		ImportExpression: (node) => add(node.source, false),
		TSImportType: (node) => add(node.source, true),
		ExportDefaultDeclaration() {
			hasDefaultExport = true;
		},
		MemberExpression(node) {
			const name = memberName(node);
			if (name !== undefined && WORLD_MEMBERS.has(name)) impure.add(name);
			if (node.object.type === "Identifier" && IMPURE_GLOBALS.has(node.object.name))
				impure.add(node.object.name);
		},
		CallExpression({ callee }) {
			if (callee.type === "Identifier" && IMPURE_GLOBALS.has(callee.name)) impure.add(`${callee.name}()`);
		},
		NewExpression({ callee, arguments: given }) {
			if (callee.type === "Identifier" && callee.name === "Date" && given.length === 0)
				impure.add("new Date()");
		},
	}).visit(program);
	const passesOn = (node: ESTree.Program["body"][number]) =>
		node.type === "ExportAllDeclaration" || (node.type === "ExportNamedDeclaration" && node.source !== null);
	const ends = program.body.filter(({ type }) => type !== "ImportDeclaration");
	return {
		path,
		lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
		imports,
		hasDefaultExport,
		exportedTypes,
		isBarrel: ends.length > 0 && ends.every(passesOn),
		impure: [...impure],
	};
}

/** Parses all TypeScript below the folders. */
export function readSources(...folders: string[]): SourceFile[] {
	const paths = folders.flatMap(filesBelow).filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"));
	return paths.sort().map((path) => readSource(path, readFileSync(join(PROJECT, path), "utf8")));
}

/**
 * Every package that runs with an entry file, whether it is imported at once or on demand, with the files that lead to it, the entry first.
 * Type imports do not count: nothing of them is in the bundle.
 */
export function packagesOf(
	entry: string,
	files: readonly Pick<SourceFile, "path" | "imports">[],
): ReadonlyMap<string, readonly string[]> {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const found = new Map<string, readonly string[]>();
	const trails = new Map<string, readonly string[]>([[entry, [entry]]]);
	// What is added in the loop is visited too.
	for (const [path, trail] of trails)
		for (const { target, isPackage, isType } of byPath.get(path)?.imports ?? []) {
			if (isType) continue;
			if (isPackage && !found.has(target)) found.set(target, trail);
			if (!isPackage && !trails.has(target)) trails.set(target, [...trail, target]);
		}
	return found;
}

/** All import cycles, type imports included, each once as its list of files. */
export function findCycles(files: readonly Pick<SourceFile, "path" | "imports">[]): string[][] {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const done = new Set<string>();
	const trail: string[] = [];
	const cycles: string[][] = [];
	function walk(path: string): void {
		const start = trail.indexOf(path);
		if (start >= 0) cycles.push([...trail.slice(start), path]);
		if (start >= 0 || done.has(path)) return;
		trail.push(path);
		for (const { target, isPackage } of byPath.get(path)?.imports ?? []) if (!isPackage) walk(target);
		trail.pop();
		done.add(path);
	}
	for (const { path } of files) walk(path);
	return cycles;
}
