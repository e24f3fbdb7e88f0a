import { Agent, request } from "node:http";

/** A file to send. */
export interface Photo {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A request whose body is prepared before the clock starts. */
export interface Prepared {
	readonly method: "POST" | "PUT";
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

const BOUNDARY = "----darkroom-bench-f81d4fae";

/** A form of several files. `fieldOf` returns each file's field name: its number if it was announced. */
export function formOf(
	path: string,
	photos: readonly Photo[],
	fieldOf: (index: number) => string,
	headers: Readonly<Record<string, string>> = {},
): Prepared {
	const parts = photos.flatMap(({ name, bytes }, index) => {
		const disposition = `form-data; name="${fieldOf(index)}"; filename="${name}"`;
		const head = `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\nContent-Type: image/jpeg\r\n\r\n`;
		return [Buffer.from(head), bytes, Buffer.from("\r\n")];
	});
	const body = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
	const type = `multipart/form-data; boundary=${BOUNDARY}`;
	return { method: "POST", path, headers: { ...headers, "content-type": type }, body };
}

/** Sends over keep-alive connections with minimal overhead, because client and server share the cores. */
export class Sender {
	readonly #url: URL;
	readonly #agent: Agent;
	readonly #parallel: number;

	constructor(url: string, parallel: number) {
		this.#url = new URL(url);
		this.#parallel = parallel;
		this.#agent = new Agent({ keepAlive: true, maxSockets: parallel });
	}

	/** Sends one request; throws with the response when the status is not 2xx. */
	send({ method, path, headers, body }: Prepared): Promise<string> {
		const { hostname, port } = this.#url;
		const length = { "content-length": String(body.byteLength) };
		return new Promise((resolve, reject) => {
			const options = {
				hostname,
				port,
				method,
				path,
				agent: this.#agent,
				headers: { ...headers, ...length },
			};
			const sent = request(options, (response) => {
				const chunks: Buffer[] = [];
				response.on("data", (chunk: Buffer) => chunks.push(chunk));
				response.on("error", reject);
				response.on("end", () => {
					const text = Buffer.concat(chunks).toString();
					if ((response.statusCode ?? 0) < 300) resolve(text);
					else reject(new Error(`${path} answered ${response.statusCode}: ${text}`));
				});
			});
			sent.on("error", reject);
			sent.end(body);
		});
	}

	/** Sends all requests with limited concurrency; returns the milliseconds from the first byte to the last response. */
	async sendAll(requests: readonly Prepared[]): Promise<number> {
		const began = performance.now();
		const left = [...requests].reverse();
		const lane = async (): Promise<void> => {
			for (let next = left.pop(); next !== undefined; next = left.pop()) await this.send(next);
		};
		await Promise.all(Array.from({ length: this.#parallel }, lane));
		return performance.now() - began;
	}

	close(): void {
		this.#agent.destroy();
	}
}
