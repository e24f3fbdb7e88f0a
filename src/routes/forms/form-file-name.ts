/** One parameter of a header: a token, `=`, and a token or quoted-string (RFC 9110 §5.6.6). */
const PARAMETER = /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^";\s]*))\s*/y;

const ESCAPED: Readonly<Record<string, string>> = { "%22": '"', "%0D": "\r", "%0A": "\n" };

/**
 * The file name in the `Content-Disposition` of a form's part. Browsers percent-encode only quotes and line breaks (HTML,
 * multipart/form-data encoding algorithm) and leave backslashes alone; other clients escape a quote or backslash with a
 * backslash. `undefined` without a `filename`, or with `filename*`, which RFC 7578 §4.2 forbids here.
 */
export function parseFormFileName(disposition: string): string | undefined {
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
