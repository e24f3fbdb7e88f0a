import { formatDateTime } from "../format.ts";

/** The dialog in which the owner of an upload shares it by links. */
export const sharingWords = {
	title: (upload: string) => `Share ${upload}`,
	text: "Anyone with the link can view these files and everything found in them. They cannot change anything or see your other files.",
	expiresAfter: "Link works for",
	day: "One day",
	week: "One week",
	month: "30 days",
	allowOriginals: "Allow downloading the original files",
	create: "Create link",
	link: "Link",
	copy: "Copy",
	copied: "Copied",
	copyNow: "Copy the link now: it is not shown again.",
	activeLinks: "Active links",
	createdOn: (at: number) => `Created ${formatDateTime(at)}`,
	expires: (at: number, originals: boolean) =>
		`Expires ${formatDateTime(at)}${originals ? ", with originals" : ""}`,
	stop: "Stop sharing",
	stopLink: (createdAt: number) => `Stop sharing the link created ${formatDateTime(createdAt)}`,
};
