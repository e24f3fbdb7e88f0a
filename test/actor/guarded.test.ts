import { describe, expectTypeOf, it } from "vitest";
import type { Checked, Guarded } from "../../src/actor/guarded.ts";
import type { SessionRpc } from "../../src/session/rpc/session-rpc.ts";

interface Rpc {
	read(tokenHash: string): Promise<number>;
}

describe("an actor's methods", () => {
	it("are accepted when their replies were made after admitting the caller", () => {
		expectTypeOf<{ read(tokenHash: string): Checked<number> }>().toExtend<Guarded<Rpc>>();
	});

	it("do not compile when they answer without admitting the caller", () => {
		expectTypeOf<{ read(tokenHash: string): Promise<number> }>().not.toExtend<Guarded<Rpc>>();
	});

	it("all take the caller's token hash first", () => {
		expectTypeOf<Parameters<SessionRpc[keyof SessionRpc]>[0]>().toEqualTypeOf<string>();
	});
});
