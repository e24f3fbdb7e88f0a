/*
 * Which IP addresses are on the public internet, by the IANA IPv4 and IPv6 Special-Purpose Address Registries. All others are
 * refused: this machine, private networks, and the metadata services of clouds.
 */

/** A CIDR block: first address and prefix length in bits. */
type AddressBlock = readonly [first: string, bits: number];

const SPECIAL_V4: readonly AddressBlock[] = [
	["0.0.0.0", 8], // this network
	["10.0.0.0", 8], // private
	["100.64.0.0", 10], // shared by a provider's customers (CGNAT)
	["127.0.0.0", 8], // loopback
	["168.63.129.16", 32], // the host of a virtual machine at Azure
	["169.254.0.0", 16], // link-local, and the metadata services of clouds
	["172.16.0.0", 12], // private
	["192.0.0.0", 24], // protocol assignments
	["192.0.2.0", 24], // documentation
	["192.88.99.0", 24], // relays of 6to4
	["192.168.0.0", 16], // private
	["198.18.0.0", 15], // benchmarks
	["198.51.100.0", 24], // documentation
	["203.0.113.0", 24], // documentation
	["224.0.0.0", 4], // multicast
	["240.0.0.0", 4], // reserved, and broadcast
];

/** The only IPv6 block that is allocated for global unicast. */
const GLOBAL_UNICAST_V6: AddressBlock = ["2000::", 3];

/** Blocks inside it that are not public. Some of them embed an arbitrary IPv4 address. */
const SPECIAL_V6: readonly AddressBlock[] = [
	["2001::", 23], // protocol assignments, Teredo among them
	["2001:db8::", 32], // documentation
	["2002::", 16], // 6to4
	["3fff::", 20], // documentation
];

/** Dotted decimal to bits; `undefined` when malformed. The URL parser has normalised other notations. */
function parseV4(text: string): bigint | undefined {
	const parts = text.split(".");
	if (parts.length !== 4) return undefined;
	let bits = 0n;
	for (const part of parts) {
		if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
		bits = (bits << 8n) | BigInt(part);
	}
	return bits;
}

function groupsOf(text: string): string[] {
	return text === "" ? [] : text.split(":");
}

/** An IPv6 address without brackets to bits; `undefined` when malformed or with a zone id. */
function parseV6(text: string): bigint | undefined {
	const dotted = /^(.*:)([0-9.]+)$/.exec(text);
	const tail = dotted?.[2]?.includes(".") ? parseV4(dotted[2]) : undefined;
	const plain =
		tail === undefined
			? text
			: `${dotted?.[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
	const [left = "", right, ...more] = plain.split("::");
	if (more.length > 0) return undefined;
	const before = groupsOf(left);
	const after = right === undefined ? [] : groupsOf(right);
	const missing = 8 - before.length - after.length;
	if (right === undefined ? missing !== 0 : missing < 1) return undefined;
	const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
	if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function isInBlock(
	bits: bigint | undefined,
	block: bigint | undefined,
	prefix: number,
	all: number,
): boolean {
	if (bits === undefined || block === undefined) return false;
	const ignored = BigInt(all - prefix);
	return bits >> ignored === block >> ignored;
}

/** Whether a text is an IP address in the usual notation; IPv6 without brackets. */
export function isAddress(text: string): boolean {
	return parseV4(text) !== undefined || parseV6(text) !== undefined;
}

/** Whether an IP address is on the public internet; `false` for text that is no address. */
export function isPublicAddress(text: string): boolean {
	const v4 = parseV4(text);
	if (v4 !== undefined)
		return !SPECIAL_V4.some(([first, prefix]) => isInBlock(v4, parseV4(first), prefix, 32));
	const v6 = parseV6(text);
	if (!isInBlock(v6, parseV6(GLOBAL_UNICAST_V6[0]), GLOBAL_UNICAST_V6[1], 128)) return false;
	return !SPECIAL_V6.some(([first, prefix]) => isInBlock(v6, parseV6(first), prefix, 128));
}
