/** Well-known namespaces and their customary prefixes. Files may bind a namespace to any prefix. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
	["adobe:ns:meta/", "x"],
	["http://purl.org/dc/elements/1.1/", "dc"],
	["http://ns.adobe.com/xap/1.0/", "xmp"],
	["http://ns.adobe.com/xap/1.0/rights/", "xmpRights"],
	["http://ns.adobe.com/xap/1.0/mm/", "xmpMM"],
	["http://ns.adobe.com/xap/1.0/bj/", "xmpBJ"],
	["http://ns.adobe.com/xap/1.0/t/pg/", "xmpTPg"],
	["http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"],
	["http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"],
	["http://ns.adobe.com/exif/1.0/", "exif"],
	["http://ns.adobe.com/exif/1.0/aux/", "aux"],
	["http://cipa.jp/exif/1.0/", "exifEX"],
	["http://ns.adobe.com/tiff/1.0/", "tiff"],
	["http://ns.adobe.com/photoshop/1.0/", "photoshop"],
	["http://ns.adobe.com/camera-raw-settings/1.0/", "crs"],
	["http://ns.adobe.com/lightroom/1.0/", "lr"],
	["http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"],
	["http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"],
	["http://ns.useplus.org/ldf/xmp/1.0/", "plus"],
	["http://ns.google.com/photos/1.0/panorama/", "GPano"],
	["http://ns.google.com/photos/1.0/camera/", "GCamera"],
	["http://ns.google.com/photos/1.0/container/", "Container"],
	["http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs"],
	["http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto"],
	["http://ns.microsoft.com/photo/1.0", "MicrosoftPhoto"],
]);

/** The customary prefix of a namespace; `written` where the namespace is not a well-known one. */
export function canonicalPrefix(uri: string, written: string): string {
	return PREFIXES.get(uri) ?? written;
}
