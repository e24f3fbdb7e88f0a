import { describe, expect, it } from "vitest";
import { checkUrl } from "../../src/links/link-url.ts";

const STRICT = { allowPrivate: false };

function codeOf(text: string, policy = STRICT): string {
	const checked = checkUrl(text, policy);
	return checked.ok ? "open" : checked.problem.code;
}

describe("a link", () => {
	it.each([
		"https://example.com/film.mp4",
		"http://example.com",
		"https://example.com:443/a",
		"http://example.com:443/a",
		"https://example.com./a",
		"https://1.1.1.1/a",
		"https://[2606:4700:4700::1111]/a",
		"https://münchen.example.com/ä?q=1#part",
	])("%s is allowed", (text) => {
		expect(codeOf(text)).toBe("open");
	});

	it.each(["", "example.com/film.mp4", "https://", "http://[fe80::1%25eth0]/", "http://1.2.3.4.5.6:99999/"])(
		"%s is malformed",
		(text) => expect(codeOf(text)).toBe("link-malformed"),
	);

	it.each([
		"ftp://example.com/a",
		"file:///etc/passwd",
		"data:text/plain,a",
		"javascript:alert(1)",
		"blob:https://a.b/c",
	])("%s has a scheme that is not fetched", (text) => expect(codeOf(text)).toBe("link-malformed"));

	it("is malformed when it is too long", () => {
		expect(codeOf(`https://example.com/${"a".repeat(2_100)}`)).toBe("link-malformed");
	});

	it.each([
		"https://user@example.com/",
		"https://user:secret@example.com/",
		"http://example.com:22/",
		"http://example.com:8080/",
		"http://example.com:6379/",
		"http://localhost/",
		"http://LOCALHOST./",
		"http://a.localhost/",
		"http://printer/",
		"http://printer.local/",
		"http://metadata.google.internal/",
		"http://router.lan/",
		"http://nas.home.arpa/",
		"http://x.onion/",
		"http://127.0.0.1/",
		"http://127.1/",
		"http://2130706433/",
		"http://017700000001/",
		"http://0x7f000001/",
		"http://0x7f.1/",
		"http://0177.0.0.1/",
		"http://①②⑦.0.0.1/",
		"http://127。0。0。1/",
		"http://0/",
		"http://[::1]/",
		"http://[::]/",
		"http://[::ffff:127.0.0.1]/",
		"http://[::ffff:a9fe:a9fe]/",
		"http://[0:0:0:0:0:ffff:7f00:1]/",
		"http://169.254.169.254/latest/meta-data",
		"http://0xa9fea9fe/",
		"http://[fd00:ec2::254]/",
		"http://100.100.100.200/",
		"http://10.1.2.3/",
		"http://192.168.0.1/",
	])("%s is refused", (text) => {
		expect(codeOf(text)).toBe("link-refused");
	});

	it("may lead to a private host if the deployment allows it, but must still be a plain web address", () => {
		const policy = { allowPrivate: true };
		expect(codeOf("http://127.0.0.1:8787/a", policy)).toBe("open");
		expect(codeOf("http://localhost:9000/a", policy)).toBe("open");
		expect(codeOf("http://user:secret@127.0.0.1/a", policy)).toBe("link-refused");
		expect(codeOf("file:///etc/passwd", policy)).toBe("link-malformed");
	});
});
