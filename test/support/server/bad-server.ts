import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A local server that misbehaves in the ways that servers on the internet do. */
export interface BadServer {
	/** `http://127.0.0.1:<port>`, without a trailing slash. */
	readonly url: string;
	/** The requests received so far, as `<path> <range or ->`. */
	readonly asked: string[];
	close(): Promise<void>;
}

/** The content of every path that serves bytes: long enough for a few parts of a test upload. */
export const STORED_BYTES = Uint8Array.from(
	{ length: 300_000 },
	(_, index) => (index * 7 + (index >> 8)) % 251,
);

const HALF = STORED_BYTES.length / 2;

type Answer = (request: IncomingMessage, response: ServerResponse, visit: number) => void;

/** Sends some bytes, then breaks the connection. */
function breakOff(response: ServerResponse, bytes: Uint8Array): void {
	response.write(bytes, () => response.destroy());
}

function rangeOf({ headers }: IncomingMessage): number {
	return Number(/^bytes=([0-9]+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
}

/** Sends the bytes from the start of the range, as a server that supports ranges does. */
function sendRange(
	request: IncomingMessage,
	response: ServerResponse,
	headers: Record<string, string>,
): void {
	const from = rangeOf(request);
	const rest = STORED_BYTES.subarray(from);
	const length = STORED_BYTES.length;
	const range = { "content-range": `bytes ${from}-${length - 1}/${length}` };
	response.writeHead(from > 0 ? 206 : 200, {
		...headers,
		"content-length": rest.length,
		...(from > 0 && range),
	});
	response.end(rest);
}

function sendHalf(response: ServerResponse, headers: Record<string, string>): void {
	response.writeHead(200, { ...headers, "content-length": STORED_BYTES.length });
	breakOff(response, STORED_BYTES.subarray(0, HALF));
}

function sendAgainAndAgain(response: ServerResponse, piece: Uint8Array, ms: number): void {
	const timer = setInterval(() => response.write(piece), ms);
	response.on("close", () => clearInterval(timer));
}

const ETAG = { etag: '"one"', "accept-ranges": "bytes" };

const ANSWERS: Readonly<Record<string, Answer>> = {
	"/sound.bin": (request, response) =>
		sendRange(request, response, { ...ETAG, "content-type": "image/jpeg" }),
	"/named": (_, response) => {
		response.writeHead(200, { "content-disposition": "attachment; filename*=UTF-8''caf%C3%A9.bin" });
		response.end(STORED_BYTES);
	},
	"/chunked.bin": (_, response) => response.end(STORED_BYTES),
	"/empty.bin": (_, response) => response.end(),
	"/endless.bin": (_, response) => sendAgainAndAgain(response, STORED_BYTES, 1),
	"/drip.bin": (_, response) => sendAgainAndAgain(response, Uint8Array.of(1), 5),
	"/silent.bin": (_, response) => response.write(Uint8Array.of(1)),
	"/thinks.bin": () => {},
	"/cut.bin": (_, response) => {
		response.writeHead(200, { "content-length": STORED_BYTES.length });
		breakOff(response, STORED_BYTES.subarray(0, 10));
	},
	"/huge.bin": (_, response) => {
		response.writeHead(200, { "content-length": 10 ** 13 });
		response.write(STORED_BYTES);
	},
	"/loop": (_, response) => response.writeHead(302, { location: "/loop" }).end(),
	"/inside": (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
	"/to-name": (_, response) => response.writeHead(307, { location: "http://inside.example.com/" }).end(),
	"/hop": (_, response) => response.writeHead(301, { location: "/sound.bin#part" }).end(),
	"/half.bin": (request, response, visit) =>
		visit === 1 ? sendHalf(response, ETAG) : sendRange(request, response, ETAG),
	"/half-no-range.bin": (_, response, visit) => {
		if (visit === 1) return sendHalf(response, {});
		response.writeHead(200, { "content-length": STORED_BYTES.length }).end(STORED_BYTES);
	},
	"/changes.bin": (_, response, visit) => {
		if (visit === 1) return sendHalf(response, ETAG);
		response.writeHead(200, { etag: '"two"', "content-length": 5 }).end("other");
	},
	"/liar.bin": (request, response, visit) => {
		if (visit === 1) return sendHalf(response, ETAG);
		// Answers the range with a different file's bytes.
		if (rangeOf(request) > 0) return sendRange(request, response, { etag: '"two"' });
		response.writeHead(200, { etag: '"two"', "content-length": 5 }).end("other");
	},
	"/shorter.bin": (_, response, visit) => {
		if (visit === 1) return sendHalf(response, ETAG);
		if (visit === 2) return void response.writeHead(416).end();
		response.writeHead(200, { "content-length": 5 }).end("other");
	},
	"/never.bin": (_, response) => sendHalf(response, {}),
	"/gone.bin": (_, response) => response.writeHead(404).end("<h1>no</h1>"),
	"/private.bin": (_, response) => response.writeHead(403).end(),
	"/busy.bin": (_, response) => response.writeHead(503, { "retry-after": "7" }).end(),
	"/watch": (_, response) => {
		const link = '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x&amp;format=json">';
		response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
		response.end(`<html><head>${link}</head><body>A player</body></html>`);
	},
	"/oembed": (_, response) => {
		const video = { type: "video", title: "Honest progress", author_name: "Ada", provider_name: "Films" };
		response.end(JSON.stringify({ ...video, thumbnail_url: "https://films.example/1.jpg", width: "wide" }));
	},
	"/untitled": (_, response) => {
		const link = "<link type=application/json+oembed href=/untitled-oembed>";
		response.writeHead(200, { "content-type": "text/html" }).end(link);
	},
	"/untitled-oembed": (_, response) => response.end(JSON.stringify({ type: "video" })),
	"/photo-page": (_, response) => {
		const link = "<link type=application/json+oembed href=/photo-oembed>";
		response.writeHead(200, { "content-type": "text/html" }).end(link);
	},
	"/photo-oembed": (_, response) =>
		response.end(JSON.stringify({ type: "photo", title: "A photo", url: "/sound.bin" })),
	"/article.html": (_, response) => {
		response.writeHead(200, { "content-type": "text/html" });
		response.end("<html><head><title>News</title></head><body>Words</body></html>");
	},
	"/dns-query": (request, response) => {
		const asked = new URL(request.url ?? "", "http://x").searchParams;
		const addresses = NAMES[asked.get("name") ?? ""];
		const [type, number] = asked.get("type") === "A" ? ["A" as const, 1] : ["AAAA" as const, 28];
		const found = addresses?.[type].map((data) => ({ name: "x", type: number, TTL: 1, data }));
		response.end(JSON.stringify({ Status: addresses ? 0 : 3, ...(found && { Answer: found }) }));
	},
};

/** Addresses of names, as answered by this server's DNS endpoint. */
const NAMES: Readonly<Record<string, { A: string[]; AAAA: string[] }>> = {
	"inside.example.com": { A: ["10.0.0.7"], AAAA: [] },
	"both.example.com": { A: ["93.184.216.34", "127.0.0.1"], AAAA: [] },
	"six.example.com": { A: [], AAAA: ["fd00:ec2::254"] },
	"open.example.com": { A: ["93.184.216.34"], AAAA: ["2606:2800:220:1::1"] },
	"empty.example.com": { A: [], AAAA: [] },
};

/** Serves a file's bytes. Below `/half/` the first request gets half of them and then hangs. */
function answerOf(path: string, files: Files): Answer | undefined {
	const bytes = files[path] ?? files[path.replace("/half/", "/")];
	if (bytes === undefined) return ANSWERS[path];
	return (request, response, visit) => {
		const from = rangeOf(request);
		const headers = { ...ETAG, "content-length": bytes.length - from };
		const range = { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
		response.writeHead(from > 0 ? 206 : 200, { ...headers, ...(from > 0 && range) });
		if (visit === 1 && !(path in files)) response.write(bytes.subarray(0, Math.ceil(bytes.length * 0.9)));
		else response.end(bytes.subarray(from));
	};
}

/** Files to serve, by path; each is also available below `/half/`. */
type Files = Readonly<Record<string, Uint8Array>>;

/** Starts the server on a free port. */
export async function startBadServer(files: Files = {}): Promise<BadServer> {
	const asked: string[] = [];
	const visits = new Map<string, number>();
	const server = createServer((request, response) => {
		const path = (request.url ?? "").split("?")[0] ?? "";
		asked.push(`${path} ${request.headers.range ?? "-"}`);
		const visit = (visits.get(path) ?? 0) + 1;
		visits.set(path, visit);
		const answer = answerOf(path, files);
		if (answer) answer(request, response, visit);
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
