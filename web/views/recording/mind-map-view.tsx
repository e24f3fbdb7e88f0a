import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { layoutMindMap, type PlacedNode } from "../../../src/mind-map/layout.ts";
import { timeText } from "../../../src/mind-map/time-text.ts";
import type { MindNode } from "../../../src/protocol/text/mind-map.ts";
import { mindMapUrl } from "../../models/details/file-urls.ts";
import { inReadingOrder, mapMoveForKey } from "../../models/details/map-focus.ts";
import { recordingWords } from "../../words/en/details/recording.ts";
import "./mind-map-view.css";

/** The factor of one press of a zoom button. */
const ZOOM_STEP = 1.25;
const MIN_ZOOM = 0.3;
const MAX_ZOOM = 3;

/** A pointer that moved less than this, in pixels, is a click and not a drag. */
const TAP_PX = 6;

const FORMATS = [
	["markdown", "Markdown"],
	["mermaid", "Mermaid"],
	["opml", "OPML"],
	["svg", "SVG"],
	["json", "JSON"],
] as const;

/** The mind map of a recording: pans, zooms, folds, works by keyboard, and seeks the player to a node's time. */
export function MindMapView({ n, map, seek }: { n: number; map: MindNode; seek(seconds: number): void }) {
	const folded = useSignal<ReadonlySet<string>>(new Set());
	const focus = useSignal("");
	const zoom = useSignal(1);
	const drag = useMemo(createDragHandlers, []);
	const paper = useRef<SVGSVGElement>(null);
	const sheet = useRef<HTMLDivElement>(null);
	// The root is in the middle of the tree, which may be taller than the visible part.
	useEffect(() => {
		const { current } = sheet;
		if (current) current.scrollTop = (current.scrollHeight - current.clientHeight) / 2;
	}, []);
	const layout = useComputed(() => layoutMindMap(map, folded.value));
	const nodes = useComputed(() => layout.value.nodes.toSorted(inReadingOrder));

	const fold = (path: string) => {
		const next = new Set(folded.value);
		if (!next.delete(path)) next.add(path);
		folded.value = next;
	};
	const zoomBy = (factor: number) => {
		zoom.value = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom.value * factor));
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP);
		else if (event.key === "-") zoomBy(1 / ZOOM_STEP);
		else if (event.key === "Enter")
			seek(layout.value.nodes.find(({ path }) => path === focus.value)?.node.time ?? 0);
		else {
			const move = mapMoveForKey(layout.value.nodes, focus.value, event.key);
			if (move === undefined) return;
			if ("fold" in move) fold(move.fold);
			else {
				focus.value = move.to;
				paper.current?.querySelector<SVGGElement>(`[data-path="${move.to}"]`)?.focus();
			}
		}
		event.preventDefault();
		event.stopPropagation();
	};
	const byPath = new Map(nodes.value.map((node) => [node.path, node]));
	const { width, height } = layout.value;
	return (
		<section class="map" aria-labelledby="map-title">
			<div class="map__head">
				<h3 id="map-title" class="section-title">
					{recordingWords.mindMap}
				</h3>
				<button
					type="button"
					class="button button--icon"
					aria-label={recordingWords.zoomOut}
					onClick={() => zoomBy(1 / ZOOM_STEP)}
				>
					−
				</button>
				<button
					type="button"
					class="button button--icon"
					aria-label={recordingWords.zoomIn}
					onClick={() => zoomBy(ZOOM_STEP)}
				>
					+
				</button>
			</div>
			<div
				ref={sheet}
				class="map__sheet"
				role="tree"
				aria-labelledby="map-title"
				tabIndex={-1}
				onKeyDown={onKeyDown}
				{...drag}
			>
				<svg
					ref={paper}
					role="presentation"
					class="map__paper"
					width={width * zoom.value}
					height={height * zoom.value}
					viewBox={`0 0 ${width} ${height}`}
				>
					{nodes.value.map((node) => {
						const parent = node.parent === undefined ? undefined : byPath.get(node.parent);
						return parent === undefined ? null : (
							<path key={node.path} class="map__line" d={curve(parent, node)} />
						);
					})}
					{nodes.value.map((node) => (
						<MapNode
							key={node.path}
							placed={node}
							isFocus={node.path === focus.value}
							onFocus={() => {
								focus.value = node.path;
							}}
							onFold={() => fold(node.path)}
							onSeek={() => seek(node.node.time)}
						/>
					))}
				</svg>
			</div>
			<p class="map__save">
				{recordingWords.downloadAs}{" "}
				{FORMATS.map(([as, label]) => (
					<a key={as} href={mindMapUrl(n, as)} download>
						{label}
					</a>
				))}
			</p>
		</section>
	);
}

interface MapNodeProps {
	readonly placed: PlacedNode;
	readonly isFocus: boolean;
	onFocus(): void;
	onFold(): void;
	onSeek(): void;
}

function MapNode({ placed, isFocus, onFocus, onFold, onSeek }: MapNodeProps) {
	const { node, path, depth, x, y, width, height, lines, folded } = placed;
	const top = y - height / 2;
	const hasChildren = node.children.length > 0;
	return (
		<g
			class={`map__node map__node--${Math.min(depth, 2)}`}
			role="treeitem"
			aria-level={depth + 1}
			aria-label={`${node.text}, ${timeText(node.time)}`}
			aria-expanded={hasChildren ? folded === 0 : undefined}
			tabIndex={isFocus ? 0 : -1}
			data-path={path}
			onFocus={onFocus}
			onClick={(event) => {
				if (event.target instanceof Element && event.target.closest(".map__fold")) onFold();
				else onSeek();
			}}
		>
			<rect x={x} y={top} width={width} height={height} rx="8" />
			<text>
				{lines.map((line, index) => (
					<tspan key={line} x={x + 10} y={top + 24 + index * 19}>
						{line}
					</tspan>
				))}
			</text>
			{hasChildren && depth > 0 && (
				<g class="map__fold">
					<circle cx={x + width} cy={y} r="10" />
					<text x={x + width} y={y + 4} text-anchor="middle">
						{folded > 0 ? folded : "–"}
					</text>
				</g>
			)}
		</g>
	);
}

function curve(from: PlacedNode, to: PlacedNode): string {
	const start = from.x + from.width;
	const middle = (start + to.x) / 2;
	return `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

/** Lets a mouse drag the map; touch scrolls it natively. The click that ends a drag is swallowed, so that it hits no node. */
function createDragHandlers() {
	let start: { x: number; y: number; left: number; top: number } | undefined;
	let moved = false;
	return {
		onPointerDown(event: PointerEvent) {
			const sheet = event.currentTarget as HTMLElement;
			moved = false;
			if (event.pointerType === "mouse")
				start = { x: event.clientX, y: event.clientY, left: sheet.scrollLeft, top: sheet.scrollTop };
		},
		onPointerMove(event: PointerEvent) {
			if (start === undefined || event.buttons === 0) return;
			const [x, y] = [event.clientX - start.x, event.clientY - start.y];
			moved ||= Math.hypot(x, y) > TAP_PX;
			if (moved) (event.currentTarget as HTMLElement).scrollTo(start.left - x, start.top - y);
		},
		onPointerUp() {
			start = undefined;
		},
		onClickCapture(event: MouseEvent) {
			if (moved) event.stopPropagation();
			moved = false;
		},
	};
}
