import { type Api, createApi } from "../../client/http/api.ts";
import { browserClock } from "../../client/http/clock.ts";
import { bearer, type Credential } from "./credential.ts";

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** `fetch` for paths of a server, with the credential of a session on every request. */
function fetchWith(server: string, credential?: Credential): Fetch {
	return (path, init = {}) => {
		const headers = new Headers(init.headers);
		if (credential !== undefined) headers.set("authorization", `Bearer ${bearer(credential)}`);
		return fetch(server + path, { ...init, headers });
	};
}

/** The API of a server, as nobody or as the owner of a session. */
export function connect(server: string, credential?: Credential): Api {
	return createApi({ fetch: fetchWith(server, credential), clock: browserClock, changed: () => {} });
}
