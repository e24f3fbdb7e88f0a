import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { openApiDocument, RESOURCES } from "../../src/openapi/document.ts";
import { conversation, NOT_ASKED } from "./conversation.ts";
import { componentChecker } from "./described.ts";

const operations = RESOURCES.flatMap((resource) => resource.operations);

describe("the description of the API", () => {
	test.for(["at least", "exactly"] as const)("is sound OpenAPI 3.1 (%s)", async (told) => {
		const validator = new Validator();
		const { valid, errors } = await validator.validate({ ...openApiDocument(told) });
		expect(errors).toBeUndefined();
		expect(valid).toBe(true);
		expect(validator.version).toBe("3.1");
	});

	test("refers to nothing that it does not hold", () => {
		const document = openApiDocument();
		const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
			([, place = ""]) => place,
		);
		expect(refs.length).toBeGreaterThan(50);
		const lost = refs.filter((place) => {
			const found = place.split("/").reduce<unknown>((held, name) => {
				return typeof held === "object" && held !== null ? Reflect.get(held, name) : undefined;
			}, document);
			return found === undefined;
		});
		expect(lost).toEqual([]);
	});

	test("names every operation once", () => {
		const ids = operations.map(({ id }) => id);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});

	test("has an example of every JSON body that is sent, and it is sound", () => {
		for (const { id, body = [] } of operations) {
			for (const content of body) {
				if (!("json" in content)) continue;
				expect(content.example, `${id} needs an example`).toBeDefined();
				expect(content.json.safeParse(content.example).error, id).toBeUndefined();
			}
		}
	});

	test("is tried on a server, operation by operation", () => {
		const asked = new Set([...conversation().map(({ id }) => id), ...Object.keys(NOT_ASKED)]);
		const untried = operations.filter(({ id }) => !asked.has(id)).map(({ id }) => id);
		expect(untried, "Ask for it in test/openapi/conversation.ts, or say in NOT_ASKED why not.").toEqual([]);
		const ids = new Set(operations.map(({ id }) => id));
		expect([...asked].filter((id) => !ids.has(id))).toEqual([]);
	});

	test("lets answers grow, while the tests know every member", () => {
		const grown = { status: "ok", news: true };
		expect(componentChecker("at least")("Health", grown)).toEqual([]);
		expect(componentChecker("exactly")("Health", grown)).not.toEqual([]);
	});
});
