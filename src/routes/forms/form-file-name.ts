/** One parameter of a header: a token, then a quoted text or a token. */
const PARAMETER = /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^";\s]*))\s*/y;

const ESCAPED: Readonly<Record<string, string>> = { "%22": '"', "%0D": "\r", "%0A": "\n" };

/**
 * The file name in the `Content-Disposition` of a form's part, as browsers write it (HTML, "multipart/form-data"
 * encoding): quotes and line breaks as percent escapes, everything else, backslashes too, as it is. Programs that
 * follow RFC 7578's older habit put a backslash before a quote or a backslash. `undefined` when it stands in another
 * form, such as `filename*`.
 */
export function fileNameIn(disposition: string): string | undefined {
	let name: string | undefined;
	PARAMETER.lastIndex = Math.max(0, disposition.indexOf(";"));
	for (let found = PARAMETER.exec(disposition); found; found = PARAMETER.exec(disposition)) {
		const key = found[1]?.toLowerCase();
		if (key === "filename*") return undefined;
		if (key === "filename") name ??= found[2] ?? found[3];
	}
	return name
		?.replace(/\\(["\\])/g, "$1")
		.replace(/%(?:22|0D|0A)/gi, (found) => ESCAPED[found.toUpperCase()] ?? found);
}
