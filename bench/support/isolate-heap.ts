import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";

/** The inspector's name for the isolate of our Worker and its actors. */
const ISOLATE = "core:user:darkroom";

/** Milliseconds between two samples; the inspector answers only between turns of the isolate's event loop. */
const LOOK_MS = 10;

interface Usage {
	readonly usedSize: number;
	readonly backingStorageSize: number;
}

/** An isolate's memory in MiB, garbage included. */
export interface HeapWatch {
	/** The peak of objects and buffers so far. */
	readonly peakMiB: number;
	/** The peak of objects alone. */
	readonly objectsMiB: number;
	end(): void;
}

/** Watches the isolate's memory, which is what the platform limits; the process also has storage and more. */
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
			const received = once(socket, "message");
			socket.send(JSON.stringify({ id, method: "Runtime.getHeapUsage" }));
			await received;
			await pause(LOOK_MS);
		}
	};
	// The socket closed during a sample.
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
