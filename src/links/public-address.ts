/*
 * Which IP addresses lie on the open internet. What does not is somebody's inside: this machine, a private network, the
 * metadata service of a cloud. (IANA, IPv4 and IPv6 Special-Purpose Address Registries.)
 */

/** A block: its first address and how many leading bits count. */
type Block = readonly [first: string, bits: number];

const CLOSED_V4: readonly Block[] = [
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

/** The only part of IPv6 that is given to the open internet. */
const OPEN_V6: Block = ["2000::", 3];

/** What inside it is not: some of these carry an IPv4 address of anybody's choice. */
const CLOSED_V6: readonly Block[] = [
	["2001::", 23], // protocol assignments, Teredo among them
	["2001:db8::", 32], // documentation
	["2002::", 16], // 6to4
	["3fff::", 20], // documentation
];

/** The bits of an address in dotted decimal; `undefined` when it is none. Other spellings are the URL parser's to undo. */
function bitsOfV4(text: string): bigint | undefined {
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

/** The bits of an IPv6 address without brackets; `undefined` when it is none. A zone makes it none. */
function bitsOfV6(text: string): bigint | undefined {
	const dotted = /^(.*:)([0-9.]+)$/.exec(text);
	const tail = dotted?.[2]?.includes(".") ? bitsOfV4(dotted[2]) : undefined;
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

function isIn(bits: bigint | undefined, block: bigint | undefined, kept: number, all: number): boolean {
	if (bits === undefined || block === undefined) return false;
	const rest = BigInt(all - kept);
	return bits >> rest === block >> rest;
}

/** Whether a text is an IP address in its usual spelling; IPv6 without brackets. */
export function isAddress(text: string): boolean {
	return bitsOfV4(text) !== undefined || bitsOfV6(text) !== undefined;
}

/** Whether an IP address lies on the open internet. What is no address does not. */
export function isPublicAddress(text: string): boolean {
	const v4 = bitsOfV4(text);
	if (v4 !== undefined) return !CLOSED_V4.some(([first, kept]) => isIn(v4, bitsOfV4(first), kept, 32));
	const v6 = bitsOfV6(text);
	if (!isIn(v6, bitsOfV6(OPEN_V6[0]), OPEN_V6[1], 128)) return false;
	return !CLOSED_V6.some(([first, kept]) => isIn(v6, bitsOfV6(first), kept, 128));
}
