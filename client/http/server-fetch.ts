import type { ApiDeps } from "./request-json.ts";

/**
 * `fetch` for paths of a server, with a session's credential (`<id>.<token>`) if one is given. For programs: a page of the
 * server's own origin uses the plain `fetch` and its cookie.
 */
export function createServerFetch(origin: string, credential?: string): ApiDeps["fetch"] {
	return (path, init = {}) => {
		const headers = new Headers(init.headers);
		if (credential !== undefined) headers.set("authorization", `Bearer ${credential}`);
		return fetch(origin + path, { ...init, headers });
	};
}
