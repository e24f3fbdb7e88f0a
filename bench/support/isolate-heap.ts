import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";

/** The isolate of our Worker and its actors, as workerd's inspector calls it. */
const ISOLATE = "core:user:darkroom";

/** Milliseconds between two looks: it answers only between turns of the isolate anyway. */
const LOOK_MS = 10;

interface Usage {
	readonly usedSize: number;
	readonly backingStorageSize: number;
}

/** MiB that one isolate holds: objects and buffers, and what of both is not collected yet. */
export interface HeapWatch {
	/** The most of both that was seen so far. */
	readonly peakMiB: number;
	/** The most of objects alone. */
	readonly objectsMiB: number;
	end(): void;
}

/** Watches the isolate's own memory, which is what the platform bounds: the process holds storage and much else too. */
export async function watchHeap(inspectorPort: number): Promise<HeapWatch> {
	const socket = new WebSocket(`ws://127.0.0.1:${inspectorPort}/${ISOLATE}`);
	await once(socket, "open");
	let [peak, objects] = [0, 0];
	let over = false;
	socket.on("message", (data) => {
		const { result } = JSON.parse(String(data)) as { result?: Usage };
		if (result === undefined) return;
		peak = Math.max(peak, (result.usedSize + result.backingStorageSize) / 1024 / 1024);
		objects = Math.max(objects, result.usedSize / 1024 / 1024);
	});
	const look = async () => {
		for (let id = 1; !over; id++) {
			const heard = once(socket, "message");
			socket.send(JSON.stringify({ id, method: "Runtime.getHeapUsage" }));
			await heard;
			await pause(LOOK_MS);
		}
	};
	// It ends with the socket, in the middle of a look.
	look().catch(() => {});
	return {
		get peakMiB() {
			return peak;
		},
		get objectsMiB() {
			return objects;
		},
		end() {
			over = true;
			socket.terminate();
		},
	};
}
