import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { openApiDocument, RESOURCES } from "../../src/openapi/document.ts";
import { conversation, NOT_TRIED } from "./conversation.ts";
import { componentChecker } from "./schema-checker.ts";

const operations = RESOURCES.flatMap((resource) => resource.operations);

describe("the description of the API", () => {
	test.for(["at least", "exactly"] as const)("is valid OpenAPI 3.1 (%s)", async (members) => {
		const validator = new Validator();
		const { valid, errors } = await validator.validate({ ...openApiDocument(members) });
		expect(errors).toBeUndefined();
		expect(valid).toBe(true);
		expect(validator.version).toBe("3.1");
	});

	test("has no dangling references", () => {
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

	test("gives every operation a unique id", () => {
		const ids = operations.map(({ id }) => id);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});

	test("has a valid example of every JSON request body", () => {
		for (const { id, body = [] } of operations) {
			for (const content of body) {
				if (!("json" in content)) continue;
				expect(content.example, `${id} needs an example`).toBeDefined();
				expect(content.json.safeParse(content.example).error, id).toBeUndefined();
			}
		}
	});

	test("is tested against a server, operation by operation", () => {
		const tried = new Set([...conversation().map(({ id }) => id), ...Object.keys(NOT_TRIED)]);
		const untried = operations.filter(({ id }) => !tried.has(id)).map(({ id }) => id);
		expect(untried, "Add it to test/openapi/conversation.ts, or give the reason in NOT_TRIED.").toEqual([]);
		const ids = new Set(operations.map(({ id }) => id));
		expect([...tried].filter((id) => !ids.has(id))).toEqual([]);
	});

	test("allows new members in answers, except in the tests", () => {
		const grown = { status: "ok", news: true };
		expect(componentChecker("at least")("Health", grown)).toEqual([]);
		expect(componentChecker("exactly")("Health", grown)).not.toEqual([]);
	});
});
